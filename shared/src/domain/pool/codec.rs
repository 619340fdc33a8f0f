//! Segments as bytes: column by column, compressed. Skills stand under their ids, since numbers change from build to build.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use thiserror::Error;

use super::facts::Facts;
use super::packed::{MOST_DEVELOPERS, Packed};
use super::row;
use super::segment::{self, Segment};
use crate::domain::id::DeveloperId;
use crate::domain::skill::SkillId;

mod columns;
mod wire;

/// The most bytes of one segment: the table takes items of 400 KB.
pub const MOST_BYTES: usize = 300_000;

/// How hard to compress: most is gained by giving frequent bytes short codes, and more effort gains little.
const LEVEL: u32 = 6;

/// Below this, compressing costs more than it saves.
const FEW_BYTES: usize = 1_024;

const PLAIN: u8 = 1;
const COMPRESSED: u8 = 2;

/// The largest a segment may become; one of rows full of oddities stays far below.
const MOST_PLAIN_BYTES: u64 = 64 << 20;

/// The bytes are not what [`encode`] makes.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the pool's bytes do not read: {0}")]
pub struct PoolDataError(pub(super) String);

/// The bytes of developers in the order of ids, each once, at most [`MOST_DEVELOPERS`].
#[must_use]
pub fn encode(facts: &[Facts]) -> Vec<u8> {
    let packed = Packed::new(facts);
    let plain = columns::write(&packed);
    if plain.len() > FEW_BYTES
        && let Ok(small) = compress(&plain)
    {
        return small;
    }
    [vec![PLAIN], plain].concat()
}

/// The segment of bytes.
///
/// # Errors
/// They are not a segment, or name a skill that this build does not know.
pub fn decode(bytes: &[u8]) -> Result<Segment, PoolDataError> {
    let fault = |fault: String| PoolDataError(fault);
    let plain = match bytes.split_first() {
        Some((&PLAIN, plain)) => plain.to_vec(),
        Some((&COMPRESSED, small)) => {
            let mut plain = Vec::new();
            let read = DeflateDecoder::new(small).take(MOST_PLAIN_BYTES).read_to_end(&mut plain);
            read.map_err(|error| fault(error.to_string()))?;
            plain
        }
        Some((other, _)) => return Err(fault(format!("unknown form {other}"))),
        None => return Err(fault("nothing there".to_owned())),
    };
    columns::read(&plain).map(Segment::new)
}

fn compress(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(vec![COMPRESSED], Compression::new(LEVEL));
    encoder.write_all(plain)?;
    encoder.finish()
}

/// All developers as segments of at most [`MOST_DEVELOPERS`] and [`MOST_BYTES`]: the first id, how many, the bytes.
#[must_use]
pub fn encode_all(mut facts: Vec<Facts>) -> Vec<(DeveloperId, u32, Vec<u8>)> {
    segment::sort(&mut facts);
    let mut encoded = Vec::new();
    for chunk in facts.chunks(MOST_DEVELOPERS) {
        split(chunk, &mut encoded);
    }
    encoded
}

fn split(facts: &[Facts], encoded: &mut Vec<(DeveloperId, u32, Vec<u8>)>) {
    let Some(first) = facts.first() else { return };
    let bytes = encode(facts);
    // One developer alone is never too much: a list has at most 60 skills.
    if bytes.len() > MOST_BYTES && facts.len() > 1 {
        let (left, right) = facts.split_at(facts.len() / 2);
        split(left, encoded);
        split(right, encoded);
        return;
    }
    encoded.push((first.id, u32::try_from(facts.len()).unwrap_or(u32::MAX), bytes));
}

/// The skills of a segment, most frequent first, and the place of each: small numbers for what stands often.
fn dictionary(packed: &Packed) -> (Vec<SkillId>, HashMap<u16, u64>) {
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for row in &packed.rows {
        for (number, _) in row.all_slots(&packed.further).filter_map(row::parts) {
            *counts.entry(number).or_default() += 1;
        }
    }
    let mut ranked: Vec<(u32, SkillId)> =
        counts.into_iter().filter_map(|(number, count)| Some((count, SkillId::numbered(number)?))).collect();
    ranked.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    let places = (0..).zip(&ranked).map(|(at, (_, id))| (id.number(), at)).collect();
    (ranked.into_iter().map(|(_, id)| id).collect(), places)
}
