//! XML as a small tree, and the bytes that it is written as.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An element: its name with the prefix, its attributes, and either a text or other elements.
#[derive(Clone, Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Elements(Vec<Element>),
}

/// An element that holds a text.
pub(super) fn text(name: &'static str, text: impl ToString) -> Element {
    Element { name, attributes: Vec::new(), content: Content::Text(legal(&text.to_string())) }
}

/// An element that holds others, in this order; those that are absent are left out.
pub(super) fn parent(name: &'static str, children: impl IntoIterator<Item = Option<Element>>) -> Element {
    Element { name, attributes: Vec::new(), content: Content::Elements(children.into_iter().flatten().collect()) }
}

impl Element {
    /// Adds an attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, legal(&value.to_string())));
        self
    }

    /// A document with this root: UTF-8, indented, its end a line's end.
    pub(super) fn document(&self) -> String {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        let declared = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        declared.and_then(|()| self.write(&mut writer)).expect("memory takes every byte");
        let mut text = String::from_utf8(writer.into_inner()).expect("texts are UTF-8, and so is what is put between them");
        text.push('\n');
        text
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, value.as_str()));
        }
        writer.write_event(Event::Start(start))?;
        match &self.content {
            Content::Text(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
            Content::Elements(elements) => elements.iter().try_for_each(|element| element.write(writer))?,
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// The text without what XML 1.0 cannot hold, and with one kind of line's end: a reader would change the others.
fn legal(text: &str) -> String {
    let fits = |c: &char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_text() {
        let root = parent("a", [Some(text("b", "<c>&\"'é王 \u{ffff}\u{1}\r\n]]>")), None]).with("x", "\"<&>");
        let written = root.document();
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"&quot;&lt;&amp;&gt;\">\n  <b>&lt;c&gt;&amp;&quot;&apos;é王 \n]]&gt;</b>\n</a>\n";
        assert_eq!(written, expected);
    }
}
