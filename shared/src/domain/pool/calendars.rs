//! Who shares how many minutes with a client's day, kept from match to match: a client's projects have the same zone and hours,
//! and so have many clients.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use crate::domain::calendar::Span;
use crate::domain::developer::{ClockTime, WorkingHours};
use crate::domain::matching::Stretches;
use crate::domain::project::Project;
use crate::domain::zone::Zone;

/// How many are kept; beyond them all are begun anew.
const MOST: usize = 256;

/// By a client's zone and hours, and the year in which work begins.
#[derive(Default)]
pub(super) struct Calendars(Mutex<BTreeMap<Key, Arc<Calendar>>>);

type Key = (String, ClockTime, ClockTime, i16);

/// One client's day held against those of developers, over two years.
pub(super) struct Calendar {
    zone: Zone,
    hours: WorkingHours,
    days: Span,
    /// By the number of the developers' zone and hours, as far as anyone asked.
    classes: Vec<OnceLock<Arc<Stretches>>>,
}

impl Clone for Calendars {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Calendars {
    /// That of a project, with room for so many zones and hours. Their numbers stay what they are.
    pub(super) fn of(&self, project: &Project, classes: usize) -> Option<Arc<Calendar>> {
        let brief = &project.brief;
        let (hours, year) = (brief.working_hours, brief.starts_on.year());
        let key = (brief.time_zone.name().to_owned(), hours.start, hours.end, year);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(&key);
        if let Some(known) = known.filter(|known| known.classes.len() >= classes) {
            return Some(known.clone());
        }
        let known = known.map(|known| known.classes.clone()).unwrap_or_default();
        let new_year = |year: i16| Date::new(year, 1, 1).ok();
        // A role counts for a year from its start.
        let days = Span { start: new_year(year)?, end: new_year(year.checked_add(2)?)? };
        let unasked = (known.len()..classes).map(|_| OnceLock::new());
        let classes = known.into_iter().chain(unasked).collect();
        let calendar = Arc::new(Calendar { zone: brief.time_zone.clone(), hours, days, classes });
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, calendar.clone());
        Some(calendar)
    }
}

impl Calendar {
    /// The fewest minutes that are shared on any of these days with developers of a number; none if that is not known here.
    pub(super) fn least(&self, class: usize, (zone, hours): (&Zone, WorkingHours), days: Span) -> Option<u32> {
        let known = self.classes.get(class)?;
        known.get_or_init(|| Arc::new(Stretches::of((&self.zone, self.hours), (zone, hours), self.days))).least(days)
    }
}
