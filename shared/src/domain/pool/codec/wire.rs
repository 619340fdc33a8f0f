//! Numbers and texts one after another: numbers in groups of seven bits, texts with their length before them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::PoolDataError;

#[derive(Default)]
pub(super) struct Writer(pub Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, number: u64) {
        let mut left = number;
        while left >= 0x80 {
            self.0.push((left & 0x7f).to_le_bytes()[0] | 0x80);
            left >>= 7;
        }
        self.0.push(left.to_le_bytes()[0]);
    }

    pub(super) fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn json<T: Serialize>(&mut self, value: &T) {
        self.bytes(&serde_json::to_vec(value).unwrap_or_default());
    }
}

pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Result<u64, PoolDataError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?.first().copied().unwrap_or_default();
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(PoolDataError("a number without an end".to_owned()))
    }

    pub(super) fn small<T: TryFrom<u64>>(&mut self) -> Result<T, PoolDataError> {
        T::try_from(self.number()?).map_err(|_| PoolDataError("a number too large for its column".to_owned()))
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], PoolDataError> {
        let (taken, left) = self.0.split_at_checked(count).ok_or_else(|| PoolDataError("cut short".to_owned()))?;
        self.0 = left;
        Ok(taken)
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], PoolDataError> {
        let count = self.small()?;
        self.take(count)
    }

    pub(super) fn text<T: std::str::FromStr>(&mut self) -> Result<T, PoolDataError> {
        let bytes = self.bytes()?;
        let text = std::str::from_utf8(bytes).map_err(|error| PoolDataError(error.to_string()))?;
        text.parse().map_err(|_| PoolDataError(format!("{text:?} is not known here")))
    }

    pub(super) fn json<T: DeserializeOwned>(&mut self) -> Result<T, PoolDataError> {
        serde_json::from_slice(self.bytes()?).map_err(|error| PoolDataError(error.to_string()))
    }

    /// So many values, one after another.
    pub(super) fn many<T>(
        &mut self,
        count: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, PoolDataError>,
    ) -> Result<Vec<T>, PoolDataError> {
        (0..count).map(|_| read(self)).collect()
    }
}
