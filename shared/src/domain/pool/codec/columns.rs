//! The columns of a segment in their order. A change of it takes a new number for the form.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::{Date, date};

use super::wire::{Reader, Writer};
use super::{PoolDataError, dictionary};
use crate::domain::calendar::days_between;
use crate::domain::developer::WorkingHours;
use crate::domain::id::{DeveloperId, Id};
use crate::domain::pool::packed::{MOST_DEVELOPERS, Packed};
use crate::domain::pool::row::{self, LONG, Row, SLOTS};
use crate::domain::pool::taken::Taken;
use crate::domain::skill::SkillId;

const EPOCH: Date = date(1970, 1, 1);

pub(super) fn write(packed: &Packed) -> Vec<u8> {
    let mut out = Writer::default();
    let (skills, places) = dictionary(packed);
    out.length(packed.rows.len());
    out.length(packed.countries.len());
    packed.countries.iter().for_each(|country| out.bytes(country.code().as_bytes()));
    out.length(packed.currencies.len());
    packed.currencies.iter().for_each(|currency| out.bytes(currency.code().as_bytes()));
    out.length(packed.classes.len());
    for (zone, hours) in &packed.classes {
        out.bytes(zone.name().as_bytes());
        out.bytes(hours.start.to_string().as_bytes());
        out.bytes(hours.end.to_string().as_bytes());
    }
    out.length(skills.len());
    skills.iter().for_each(|skill| out.bytes(skill.as_str().as_bytes()));

    let ids: Vec<[u8; 16]> = packed.ids.iter().map(|id| id.ulid().0.to_be_bytes()).collect();
    // The times of ids climb slowly; what follows them is chance.
    let mut before = 0;
    for id in &ids {
        let time = id[..6].iter().fold(0, |time, byte| time << 8 | u64::from(*byte));
        out.number(time - before);
        before = time;
    }
    ids.iter().for_each(|id| out.0.extend_from_slice(&id[6..]));
    packed.revisions.iter().for_each(|revision| out.number(*revision));
    let rows = &packed.rows;
    rows.iter().for_each(|row| out.number(u64::from(row.country)));
    rows.iter().for_each(|row| out.number(u64::from(row.class)));
    rows.iter().for_each(|row| out.0.push(row.currency));
    rows.iter().for_each(|row| out.0.push(row.hours));
    rows.iter().for_each(|row| out.number(u64::from(row.flags)));
    // Days before 1970 do not occur; if they do, they are written in the same length backwards.
    rows.iter().for_each(|row| out.number(zigzag(days_between(EPOCH, row.from))));
    rows.iter().for_each(|row| out.number(u64::from(row.hourly)));
    rows.iter().for_each(|row| out.number(u64::from(row.monthly)));
    let slots = |row| Row::all_slots(row, &packed.further).filter_map(row::parts);
    rows.iter().for_each(|row| out.length(slots(row).count()));
    let all = || rows.iter().flat_map(slots);
    all().for_each(|(number, _)| out.number(places.get(&number).copied().unwrap_or_default()));
    all().for_each(|(_, years)| out.0.push(years));
    out.json(&BTreeMap::from(&packed.taken));
    out.json(&packed.odd);
    out.0
}

pub(super) fn read(plain: &[u8]) -> Result<Packed, PoolDataError> {
    let mut input = Reader(plain);
    let count: usize = input.small()?;
    if count > MOST_DEVELOPERS {
        return Err(PoolDataError(format!("{count} developers in one segment")));
    }
    let mut packed = Packed::default();
    let tables = input.small()?;
    packed.countries = input.many(tables, Reader::text)?;
    let tables = input.small()?;
    packed.currencies = input.many(tables, Reader::text)?;
    let tables = input.small()?;
    packed.classes = input.many(tables, |input| Ok((input.text()?, WorkingHours { start: input.text()?, end: input.text()? })))?;
    let tables = input.small()?;
    let skills: Vec<SkillId> = input.many(tables, Reader::text)?;

    let mut time: u64 = 0;
    let times = input.many(count, |input| {
        time = time.saturating_add(input.number()?);
        Ok(time)
    })?;
    for time in times {
        let chance = input.take(10)?.iter().fold(0, |chance, byte| chance << 8 | u128::from(*byte));
        packed.ids.push(DeveloperId::from_ulid(ulid::Ulid(u128::from(time) << 80 | chance)));
    }
    packed.revisions = input.many(count, Reader::number)?;
    let countries = input.many(count, Reader::small)?;
    let classes = input.many(count, Reader::small)?;
    let (currencies, hours) = (input.take(count)?, input.take(count)?);
    let flags: Vec<u16> = input.many(count, Reader::small)?;
    let from = input.many(count, |input| day(input.number()?))?;
    let hourly = input.many(count, Reader::small)?;
    let monthly = input.many(count, Reader::small)?;
    let counts: Vec<usize> = input.many(count, Reader::small)?;
    let total = counts.iter().sum();
    let places: Vec<usize> = input.many(total, Reader::small)?;
    let years = input.take(total)?;
    packed.taken = Taken::from(input.json::<BTreeMap<_, _>>()?);
    packed.odd = input.json()?;

    let unknown = || PoolDataError("a skill that is not in the segment's list".to_owned());
    let (mut places, mut years) = (places.into_iter(), years.iter());
    let mut slots = Vec::new();
    for at in 0..count {
        slots.clear();
        for (place, years) in places.by_ref().zip(years.by_ref()).take(counts[at]) {
            let number = skills.get(place).ok_or_else(unknown)?.number();
            slots.push((number + 1) | (u16::from(*years) << 11));
        }
        let mut row = Row {
            slots: [0; SLOTS],
            class: classes[at],
            country: countries[at],
            currency: currencies[at],
            hours: hours[at],
            flags: flags[at] & !LONG,
            from: from[at],
            hourly: hourly[at],
            monthly: monthly[at],
        };
        packed.place(&mut row, &slots).ok_or_else(|| PoolDataError("too many skills".to_owned()))?;
        packed.rows.push(row);
    }
    Ok(packed)
}

fn zigzag(days: i32) -> u64 {
    let days = i64::from(days);
    u64::from_le_bytes((days << 1 ^ days >> 63).to_le_bytes())
}

fn day(number: u64) -> Result<Date, PoolDataError> {
    let days = i64::try_from(number >> 1).unwrap_or(i64::MAX) ^ -i64::from((number & 1).to_le_bytes()[0]);
    let hours = days.checked_mul(24).filter(|hours| hours.abs() < 1 << 32);
    let shifted = hours.and_then(|hours| EPOCH.checked_add(SignedDuration::from_hours(hours)).ok());
    shifted.ok_or_else(|| PoolDataError("a day that no calendar has".to_owned()))
}
