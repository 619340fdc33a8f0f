//! A reader of PDF files that knows what tests ask: how many pages there are, how large, and what each says.
//!
//! It reads a file as a program does that copies text from it: by the fonts' own tables of what their glyphs mean, and by the text
//! that stands for glyphs that mean something only together.

mod syntax;

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
pub use syntax::Value;
use syntax::{Lexer, objects};

/// A file that was read.
#[derive(Debug)]
pub struct Pdf {
    objects: BTreeMap<i64, Value>,
}

/// What a glyph of a font means, by its code.
type Meanings = BTreeMap<u32, String>;

impl Pdf {
    /// Reads a file.
    ///
    /// # Panics
    /// It is none.
    #[must_use]
    #[track_caller]
    pub fn read(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.trim_ascii_end().ends_with(b"%%EOF"), "no whole PDF of {} bytes", bytes.len());
        Self { objects: objects(bytes) }
    }

    /// What each page says: a line for each piece of text, in the order in which it was put there.
    #[must_use]
    pub fn pages(&self) -> Vec<String> {
        self.page_objects().into_iter().map(|page| self.text(page)).collect()
    }

    /// What all pages say, without any blanks: how it is broken into lines and pieces makes no difference.
    #[must_use]
    pub fn squeezed(&self) -> String {
        squeezed(&self.pages().concat())
    }

    /// The width and the height of the pages, in whole points.
    #[must_use]
    pub fn sizes(&self) -> Vec<(i64, i64)> {
        let size = |page: &Value| match self.at(page, "MediaBox") {
            Value::Array(corners) => (whole(&corners[2]), whole(&corners[3])),
            other => panic!("a page has a size, not {other:?}"),
        };
        self.page_objects().into_iter().map(size).collect()
    }

    /// What stands at a path of names from the catalogue on.
    #[must_use]
    pub fn catalogue(&self, path: &[&str]) -> &Value {
        let catalogues = self.objects.values().find(|object| matches!(object.get("Type"), Some(Value::Name(name)) if name == "Catalog"));
        path.iter().fold(catalogues.expect("a file has a catalogue"), |value, name| self.at(value, name))
    }

    /// The bytes of a stream, unpacked.
    #[must_use]
    pub fn stream(&self, stream: &Value) -> Vec<u8> {
        let Value::Stream(names, bytes) = self.resolved(stream) else { panic!("no stream: {stream:?}") };
        let mut unpacked = Vec::new();
        match names.get("Filter") {
            Some(Value::Name(filter)) if filter == "FlateDecode" => {
                ZlibDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).expect("a packed stream");
            }
            None => unpacked.clone_from(bytes),
            Some(filter) => panic!("a filter that is not known: {filter:?}"),
        }
        unpacked
    }

    fn page_objects(&self) -> Vec<&Value> {
        let Value::Array(kids) = self.catalogue(&["Pages", "Kids"]) else { panic!("the pages are no list") };
        kids.iter().map(|kid| self.resolved(kid)).collect()
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value {
            Value::Reference(number) => self.objects.get(number).expect("what is referred to is there"),
            other => other,
        }
    }

    fn at<'a>(&'a self, value: &'a Value, name: &str) -> &'a Value {
        self.resolved(self.resolved(value).get(name).unwrap_or(&Value::Null))
    }

    /// What the fonts of a page mean, by the names that it knows them by.
    fn fonts(&self, page: &Value) -> BTreeMap<String, Meanings> {
        let Value::Dictionary(fonts) = self.at(self.at(page, "Resources"), "Font") else { return BTreeMap::new() };
        fonts.iter().map(|(name, font)| (name.clone(), meanings(&self.stream(self.at(font, "ToUnicode"))))).collect()
    }

    fn text(&self, page: &Value) -> String {
        let (fonts, mut text) = (self.fonts(page), String::new());
        let content = self.stream(self.at(page, "Contents"));
        let (mut operands, mut font, mut instead) = (Vec::new(), None, None);
        for value in Lexer::new(&content) {
            let Value::Operator(operator) = &value else {
                operands.push(value);
                continue;
            };
            match (operator.as_str(), operands.as_slice()) {
                ("Tf", [Value::Name(name), ..]) => font = fonts.get(name),
                ("BDC", [_, Value::Dictionary(properties)]) => {
                    if let Some(Value::String(actual)) = properties.get("ActualText") {
                        text.push_str(&utf16_or_ascii(actual));
                        instead = Some(());
                    }
                }
                ("EMC", _) => instead = None,
                ("Tj" | "TJ", [shown]) if instead.is_none() => text.push_str(&meaning(shown, font.expect("a font is chosen"))),
                ("ET", _) => text.push('\n'),
                _ => {}
            }
            operands.clear();
        }
        text
    }
}

/// A text without its blanks.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn whole(number: &Value) -> i64 {
    match number {
        Value::Number(text) => text.split('.').next().unwrap_or_default().parse().expect("a number"),
        other => panic!("no number: {other:?}"),
    }
}

fn meaning(shown: &Value, font: &Meanings) -> String {
    match shown {
        Value::Array(parts) => parts.iter().map(|part| meaning(part, font)).collect(),
        Value::String(codes) => {
            let codes = codes.chunks_exact(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1]));
            codes.map(|code| font.get(&code).map_or("", String::as_str)).collect()
        }
        _ => String::new(),
    }
}

/// The table of what a font's glyphs mean.
fn meanings(table: &[u8]) -> Meanings {
    let mut meanings = Meanings::new();
    let mut operands: Vec<Value> = Vec::new();
    for value in Lexer::new(table) {
        let Value::Operator(operator) = &value else {
            operands.push(value);
            continue;
        };
        match operator.as_str() {
            "endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Value::String(code), Value::String(text)] = pair {
                        meanings.insert(number(code), utf16(text));
                    }
                }
            }
            "endbfrange" => panic!("ranges of meanings are not known"),
            _ => {}
        }
        operands.clear();
    }
    meanings
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// A text string: UTF-16 behind a mark of it, or ASCII.
fn utf16_or_ascii(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(rest) => utf16(rest),
        None => String::from_utf8(bytes.to_vec()).expect("ASCII"),
    }
}
