//! What a PDF file is made of (ISO 32000-1, section 7.3).

use std::collections::BTreeMap;

/// A value, or an operator of a content stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number, as it is written.
    Number(String),
    /// A name without its slash.
    Name(String),
    /// Bytes.
    String(Vec<u8>),
    /// A list.
    Array(Vec<Value>),
    /// Values by their names.
    Dictionary(BTreeMap<String, Value>),
    /// Another object, by its number.
    Reference(i64),
    /// Bytes with what is said of them.
    Stream(BTreeMap<String, Value>, Vec<u8>),
    /// Any other word.
    Operator(String),
}

impl Value {
    /// What stands under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Dictionary(names) | Self::Stream(names, _) => names.get(name),
            _ => None,
        }
    }
}

/// The objects of a file, by their numbers: as they follow each other, without its table of them.
pub(super) fn objects(file: &[u8]) -> BTreeMap<i64, Value> {
    let mut lexer = Lexer::new(file);
    let (mut objects, mut before) = (BTreeMap::new(), Vec::new());
    while let Some(value) = lexer.next() {
        match (&value, before.as_slice()) {
            (Value::Operator(word), [.., Value::Number(number), Value::Number(_)]) if word == "obj" => {
                let number = number.parse().expect("an object's number");
                objects.insert(number, lexer.object());
                before.clear();
            }
            (Value::Operator(word), _) if word == "xref" => break,
            _ => before.push(value),
        }
    }
    objects
}

/// Reads values one after the other.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The value of an object, with its bytes if it is a stream.
    fn object(&mut self) -> Value {
        let value = self.next().expect("an object has a value");
        let Value::Dictionary(names) = value else { return value };
        let here = self.at;
        if self.next() != Some(Value::Operator("stream".to_owned())) {
            self.at = here;
            return Value::Dictionary(names);
        }
        let Some(Value::Number(length)) = names.get("Length") else { panic!("a stream of no length") };
        let line_end = if self.bytes[self.at..].starts_with(b"\r\n") { 2 } else { 1 };
        let start = self.at + line_end;
        let end = start + length.parse::<usize>().expect("a length");
        self.at = end;
        Value::Stream(names, self.bytes[start..end].to_vec())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n') {
                    self.at += 1;
                }
            } else if byte.is_ascii_whitespace() || byte == 0 {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// What follows up to a blank or a mark.
    fn word(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|byte| !byte.is_ascii_whitespace() && !b"/<>[]()%".contains(&byte)) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned()
    }

    fn hexadecimal(&mut self) -> Value {
        let mut digits = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| *byte != b'>') {
            digits.extend(char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
            self.at += 1;
        }
        self.at += 1;
        if digits.len() % 2 == 1 {
            digits.push(0);
        }
        Value::String(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
    }

    fn literal(&mut self) -> Value {
        let (mut bytes, mut depth) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => bytes.push(self.escaped()),
                b')' if depth == 1 => break,
                b')' => {
                    depth -= 1;
                    bytes.push(byte);
                }
                b'(' => {
                    depth += 1;
                    bytes.push(byte);
                }
                other => bytes.push(other),
            }
        }
        Value::String(bytes)
    }

    fn escaped(&mut self) -> u8 {
        let byte = self.peek().unwrap_or_default();
        self.at += 1;
        match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'0'..=b'7' => {
                let mut number = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.peek().filter(|digit| (b'0'..=b'7').contains(digit)) else { break };
                    number = number * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                u8::try_from(number & 0xff).unwrap_or_default()
            }
            other => other,
        }
    }

    fn list(&mut self, end: &str) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        for value in self.by_ref() {
            match value {
                Value::Operator(word) if word == end => break,
                Value::Operator(word) if word == "R" && values.len() >= 2 => {
                    values.pop();
                    let Some(Value::Number(number)) = values.pop() else { panic!("a reference to no number") };
                    values.push(Value::Reference(number.parse().expect("an object's number")));
                }
                other => values.push(other),
            }
        }
        values
    }
}

impl Iterator for Lexer<'_> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        self.skip_blanks();
        let byte = self.peek()?;
        let two = self.bytes.get(self.at + 1).copied();
        Some(match (byte, two) {
            (b'/', _) => {
                self.at += 1;
                Value::Name(self.word())
            }
            (b'<', Some(b'<')) => {
                self.at += 2;
                let values = self.list(">>");
                let pair = |pair: &[Value]| match pair {
                    [Value::Name(name), value] => (name.clone(), value.clone()),
                    other => panic!("no name and value: {other:?}"),
                };
                Value::Dictionary(values.chunks(2).map(pair).collect())
            }
            (b'>', Some(b'>')) => {
                self.at += 2;
                Value::Operator(">>".to_owned())
            }
            (b'<', _) => {
                self.at += 1;
                self.hexadecimal()
            }
            (b'(', _) => {
                self.at += 1;
                self.literal()
            }
            (b'[', _) => {
                self.at += 1;
                Value::Array(self.list("]"))
            }
            (b']' | b'>' | b')', _) => {
                self.at += 1;
                Value::Operator(char::from(byte).to_string())
            }
            _ => match self.word() {
                word if word == "null" => Value::Null,
                word if word.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) => Value::Number(word),
                word => Value::Operator(word),
            },
        })
    }
}
