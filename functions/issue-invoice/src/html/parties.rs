//! Who invoices whom.

use maud::{Markup, html};
use muster::domain::document::Block;

/// A party: the registered name, the address, and what else is known of it.
pub(super) fn block(block: &Block) -> Markup {
    html! {
        section.party {
            h2 { (block.heading) }
            p.name dir="auto" { (block.name) }
            @for line in &block.address { p dir="auto" { (line) } }
            dl { @for fact in &block.facts { dt { (fact.name) } dd dir="auto" { (fact.value) } } }
        }
    }
}
