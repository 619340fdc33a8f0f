//! A document without the electronic form that was asked for: what stands in its way, each with its place in the document.

use super::{Fault, Problem, ProblemKind};
use crate::domain::einvoice::NoForm;

impl From<NoForm> for Problem {
    fn from(error: NoForm) -> Self {
        let errors = match &error {
            NoForm::OtherCountry { .. } => Vec::new(),
            NoForm::Incomplete(gaps) => gaps.iter().map(|gap| Fault::new(gap.pointer(), gap)).collect(),
        };
        Self { errors, ..Self::new(ProblemKind::NoElectronicForm, format!("The document cannot be given in this form: {error}.")) }
    }
}
