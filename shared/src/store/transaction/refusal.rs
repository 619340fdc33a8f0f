//! Why a transaction was not carried out, and what a failed condition means.

use crate::store::error::StoreError;
use crate::store::item::Item;

/// What a failed condition of an operation means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    Taken(&'static str),
    Stale(&'static str),
    Missing(&'static str),
}

impl Meaning {
    fn error(self) -> StoreError {
        match self {
            Self::Taken(what) => StoreError::Taken { what },
            Self::Stale(what) => StoreError::Stale { what },
            Self::Missing(what) => StoreError::Missing { what },
        }
    }
}

/// Why a transaction was not carried out.
#[derive(Debug)]
pub(in crate::store) struct Refusal {
    pub(in crate::store) error: StoreError,
    /// Where a condition failed: the item that is there.
    pub(in crate::store) found: Option<Item>,
}

impl Refusal {
    pub(super) fn of(meaning: Meaning, found: Option<Item>) -> Self {
        Self { error: meaning.error(), found: found.filter(|item| !item.is_empty()) }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self { error, found: None }
    }
}
