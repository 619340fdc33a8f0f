//! XML read back into a tree.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Node>,
}

impl Node {
    /// The root of a document.
    pub(super) fn parse(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => open.push(Self::begin(&start)),
                Event::End(_) => {
                    let done = open.pop().expect("it was opened");
                    open.last_mut().expect("the document").children.push(done);
                }
                Event::Text(text) => open.last_mut().expect("the document").text.push_str(&text),
                Event::GeneralRef(reference) => {
                    let c = match &*reference {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("no entity of XML: {other}"),
                    };
                    open.last_mut().expect("the document").text.push(c);
                }
                Event::Decl(_) => {}
                Event::Eof => break,
                other => panic!("nothing that was written: {other:?}"),
            }
        }
        open.pop().and_then(|mut document| document.children.pop()).expect("a root")
    }

    fn begin(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|one| one.expect("an attribute"));
        Self {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.map(|one| (one.key.as_ref().to_owned(), one.value.into_owned())).collect(),
            ..Self::default()
        }
    }

    /// All that a path of names without prefixes leads to, such as `TaxTotal/TaxSubtotal`.
    pub(super) fn all(&self, path: &str) -> Vec<&Self> {
        path.split('/').fold(vec![self], |found, name| {
            let named = |node: &&Self| node.name.rsplit(':').next() == Some(name);
            found.into_iter().flat_map(|node| node.children.iter().filter(named)).collect()
        })
    }

    /// The text at a path, if there is exactly one.
    pub(super) fn text_at(&self, path: &str) -> Option<&str> {
        match self.all(path)[..] {
            [one] => Some(one.text.as_str()),
            _ => None,
        }
    }

    /// The number at a path.
    pub(super) fn number_at(&self, path: &str) -> Option<Decimal> {
        self.text_at(path)?.parse().ok()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// This and everything below it.
    pub(super) fn everything(&self) -> Vec<&Self> {
        let below = self.children.iter().flat_map(Self::everything);
        [self].into_iter().chain(below).collect()
    }
}
