//! What is only ever read whole: JSON, deflated, as one binary attribute. A write costs by the kilobyte, and repeats itself a lot.

use std::fmt::{self, Formatter};
use std::io::Read;
use std::marker::PhantomData;

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use serde::de::{DeserializeOwned, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is kept packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Packed<T>(pub(super) T);

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plain = serde_json::to_vec(&self.0).map_err(S::Error::custom)?;
        let mut packed = Vec::new();
        DeflateEncoder::new(plain.as_slice(), Compression::default()).read_to_end(&mut packed).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&packed)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(Unpacking(PhantomData))
    }
}

struct Unpacking<T>(PhantomData<T>);

impl<T: DeserializeOwned> Visitor<'_> for Unpacking<T> {
    type Value = Packed<T>;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("bytes of deflated JSON")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        let mut plain = Vec::new();
        DeflateDecoder::new(bytes).read_to_end(&mut plain).map_err(E::custom)?;
        serde_json::from_slice(&plain).map(Packed).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use aws_sdk_dynamodb::types::AttributeValue;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Record {
        words: Packed<Vec<String>>,
    }

    #[test]
    fn what_is_packed_is_small_and_reads_back_as_it_was() {
        let record = Record { words: Packed(vec!["Node.js 6 y (3 asked)".to_owned(); 200]) };
        let item: HashMap<String, AttributeValue> = serde_dynamo::to_item(&record).expect("an item");
        let bytes = item["words"].as_b().expect("a binary attribute").as_ref().len();
        assert!(bytes < 200, "{bytes} bytes");
        assert_eq!(serde_dynamo::from_item::<_, Record>(item).expect("the record"), record);
    }

    #[test]
    fn what_is_not_packed_does_not_read() {
        for value in [AttributeValue::S("words".to_owned()), AttributeValue::B(b"[]".to_vec().into())] {
            let item = HashMap::from([("words".to_owned(), value)]);
            assert!(serde_dynamo::from_item::<_, Record>(item).is_err());
        }
    }
}
