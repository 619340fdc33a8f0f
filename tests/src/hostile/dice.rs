//! Chance by a seed: what can happen to a call, how often it does, and how often it did.

use std::collections::HashMap;

/// What can happen to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The table is busy: this attempt is throttled.
    Throttled,
    /// The table fails before it has done anything.
    Failed,
    /// The table has done what it was asked and fails to say so.
    Lost,
    /// A write is refused, because others write the same item at this moment.
    Conflict,
    /// One item of a transaction is throttled, and with it the transaction.
    ItemThrottled,
    /// Every attempt of a call fails; nothing was done.
    Outage,
    /// Every attempt of a write that its request may repeat is carried out, and none is answered.
    LostOutage,
    /// A page of a query has fewer items than there is room for.
    ShortPage,
    /// A page of a query has no items, though more follow.
    EmptyPage,
    /// Some keys of a batch are left unread.
    UnprocessedKeys,
    /// Some items of a batch are left unwritten.
    UnprocessedItems,
    /// An index answers without the latest write.
    StaleIndex,
}

impl Fault {
    /// Each of them.
    pub const ALL: [Self; 12] = [
        Self::Throttled,
        Self::Failed,
        Self::Lost,
        Self::Conflict,
        Self::ItemThrottled,
        Self::Outage,
        Self::LostOutage,
        Self::ShortPage,
        Self::EmptyPage,
        Self::UnprocessedKeys,
        Self::UnprocessedItems,
        Self::StaleIndex,
    ];

    /// How many of a thousand calls that it could happen to it happens to.
    fn per_mille(self) -> u32 {
        match self {
            Self::Throttled => 50,
            Self::Failed => 20,
            Self::Lost => 80,
            Self::Conflict => 80,
            Self::ItemThrottled => 40,
            Self::Outage => 8,
            Self::LostOutage => 20,
            Self::ShortPage => 200,
            Self::EmptyPage => 100,
            Self::UnprocessedKeys | Self::UnprocessedItems => 200,
            Self::StaleIndex => 500,
        }
    }
}

/// How many pages of one run may come short or empty one after the other; a whole one must follow, since a list ends its page
/// after four of the store's.
const MOST_SHORT: u8 = 2;

#[derive(Debug)]
pub(super) struct Dice {
    random: fastrand::Rng,
    /// What always happens, while nothing else ever does.
    only: Option<Fault>,
    told: HashMap<Fault, u64>,
    /// By the values of its condition, how many pages of a run came short since its last whole one.
    short: HashMap<String, u8>,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), only: None, told: HashMap::new(), short: HashMap::new() }
    }

    pub(super) fn only(fault: Fault) -> Self {
        Self { only: Some(fault), ..Self::new(0) }
    }

    /// Whether it happens now.
    pub(super) fn roll(&mut self, fault: Fault) -> bool {
        let happens = match self.only {
            Some(only) => only == fault,
            None => self.random.u32(..1000) < fault.per_mille(),
        };
        if happens {
            self.note(fault);
        }
        happens
    }

    /// Whether a page of a run comes short or empty.
    pub(super) fn roll_page(&mut self, fault: Fault, run: &str) -> bool {
        if self.short.get(run).is_some_and(|times| *times >= MOST_SHORT) {
            return false;
        }
        let happens = self.roll(fault);
        if happens {
            *self.short.entry(run.to_owned()).or_default() += 1;
        }
        happens
    }

    /// A page of a run comes whole.
    pub(super) fn whole_page(&mut self, run: &str) {
        self.short.remove(run);
    }

    /// A number from 1 to this one.
    pub(super) fn up_to(&mut self, most: usize) -> usize {
        self.random.usize(1..=most.max(1))
    }

    /// One of several.
    pub(super) fn one_of<'a>(&mut self, several: &[&'a str]) -> &'a str {
        several[self.random.usize(..several.len())]
    }

    pub(super) fn note(&mut self, fault: Fault) {
        *self.told.entry(fault).or_default() += 1;
    }

    pub(super) fn told(&self, fault: Fault) -> u64 {
        self.told.get(&fault).copied().unwrap_or_default()
    }
}
