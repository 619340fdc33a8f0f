//! Developers as a real pool might have them: popular skills are very popular, most have a dozen or two, some have many.

use std::collections::BTreeMap;

use fastrand::Rng;
use jiff::civil::date;
use muster::domain::developer::{Availability, Commitment, DeveloperSkill, English, HiringModel, PayRates, Seniority, WorkingHours};
use muster::domain::exchange::ExchangeRates;
use muster::domain::id::{DeveloperId, EngagementId, Id};
use muster::domain::money::Money;
use muster::domain::pool::Facts;
use muster::domain::skill::{Skill, SkillId};
use ulid::Ulid;

/// How many skills of the catalogue people have.
pub const SKILLS: usize = 400;

/// Country, zone, currency, share in percent, units of the currency for a dollar.
const PLACES: [(&str, &str, &str, usize, i64); 14] = [
    ("IN", "Asia/Kolkata", "INR", 38, 88),
    ("VN", "Asia/Ho_Chi_Minh", "USD", 8, 1),
    ("PH", "Asia/Manila", "PHP", 7, 58),
    ("PK", "Asia/Karachi", "USD", 6, 1),
    ("LK", "Asia/Colombo", "USD", 4, 1),
    ("ID", "Asia/Jakarta", "USD", 5, 1),
    ("PL", "Europe/Warsaw", "EUR", 6, 1),
    ("UA", "Europe/Kyiv", "USD", 5, 1),
    ("RO", "Europe/Bucharest", "EUR", 4, 1),
    ("BR", "America/Sao_Paulo", "USD", 5, 1),
    ("AR", "America/Argentina/Buenos_Aires", "USD", 3, 1),
    ("NZ", "Pacific/Auckland", "NZD", 2, 2),
    ("AU", "Australia/Sydney", "AUD", 3, 2),
    ("US", "America/New_York", "USD", 4, 1),
];
const HOURS: [(&str, &str); 6] =
    [("09:00", "17:00"), ("09:00", "18:00"), ("10:00", "19:00"), ("08:00", "16:30"), ("07:00", "15:00"), ("13:00", "22:00")];

/// Makes developers, the same ones from the same seed.
pub struct People {
    rng: Rng,
    /// The skills, most popular first.
    pub skills: Vec<SkillId>,
    /// The sum of the weights up to each of them.
    weights: Vec<f64>,
}

impl People {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut skills: Vec<SkillId> = SkillId::all().collect();
        rng.shuffle(&mut skills);
        skills.truncate(SKILLS);
        let mut sum = 0.0;
        let weights = (0..SKILLS).map(|rank| {
            sum += 1.0 / (rank as f64 + 6.0);
            sum
        });
        let weights = weights.collect();
        Self { rng, skills, weights }
    }

    /// A skill, by popularity.
    fn skill(&mut self) -> SkillId {
        let at = self.rng.f64() * self.weights[SKILLS - 1];
        self.skills[self.weights.partition_point(|sum| *sum < at).min(SKILLS - 1)]
    }

    pub fn next(&mut self, number: usize) -> Facts {
        // About log-normal: a median of 17 and a 95th percentile of 37.
        let normal: f64 = (0..12).map(|_| self.rng.f64()).sum::<f64>() - 6.0;
        let wanted = ((17.0 * (normal * 0.47).exp()) as usize).clamp(1, 60);
        let mut skills: Vec<DeveloperSkill> = Vec::new();
        for _ in 0..wanted * 6 {
            let skill = Skill::Known(self.skill());
            if skills.len() < wanted && skills.iter().all(|own| own.skill != skill) {
                skills.push(DeveloperSkill { skill, years: self.rng.u8(0..13) });
            }
        }
        if self.rng.u8(0..100) < 3 {
            let text = format!("in-house tool {}", self.rng.u16(0..500));
            skills.push(DeveloperSkill { skill: Skill::Unknown(text.parse().expect("a text")), years: 2 });
        }
        let mut share = self.rng.usize(0..100);
        let place = PLACES.iter().find(|place| {
            let here = share < place.3;
            share = share.saturating_sub(place.3);
            here
        });
        let (country, zone, currency, _, per_dollar) = *place.unwrap_or(&PLACES[0]);
        let (start, end) = HOURS[self.rng.usize(0..HOURS.len())];
        let seniority = Seniority::ALL[self.rng.usize(0..4)];
        // Whole steps of five dollars a month, as people state their pay.
        let monthly = (1_500 + 5 * self.rng.i64(0..1_100)) * per_dollar;
        let money = |amount: i64| Money::parse(&amount.to_string(), currency.parse().expect("a currency")).expect("an amount");
        let commitments = if self.rng.u8(0..100) < 15 {
            let from = date(2026, 1, 1).saturating_add(jiff::Span::new().days(self.rng.i64(0..330)));
            let until = Some(from.saturating_add(jiff::Span::new().days(self.rng.i64(30..400))));
            vec![Commitment { engagement_id: EngagementId::from_ulid(Ulid(1)), from, until, hours_per_week: 20 }]
        } else {
            Vec::new()
        };
        let time = 1_700_000_000_000_u128 + number as u128 * 31_000;
        let chance = u128::from(self.rng.u64(..)) << 16 | u128::from(self.rng.u16(..));
        Facts {
            id: DeveloperId::from_ulid(Ulid(time << 80 | chance)),
            revision: self.rng.u64(1..12),
            country: country.parse().expect("a country"),
            time_zone: zone.parse().expect("a zone"),
            working_hours: WorkingHours { start: start.parse().expect("a time"), end: end.parse().expect("a time") },
            seniority,
            english: Some(English::ALL[self.rng.usize(1..6)]).filter(|_| self.rng.u8(0..100) < 95),
            skills,
            pay_rate: PayRates { hourly: Some(money(monthly / 160 + 1)), monthly: (self.rng.u8(0..10) < 8).then(|| money(monthly)) },
            hiring_models: [HiringModel::ALL, &[HiringModel::Hourly, HiringModel::Dedicated], &[HiringModel::Dedicated]]
                [self.rng.usize(0..3)]
            .to_vec(),
            availability: Availability {
                from: date(2026, 11, 1).saturating_add(jiff::Span::new().days(self.rng.i64(0..90))),
                hours_per_week: [40, 40, 40, 30, 20][self.rng.usize(0..5)],
            },
            commitments,
        }
    }
}

pub fn exchange() -> ExchangeRates {
    let rate = |code: &str, rate: &str| (code.parse().expect("a currency"), rate.parse().expect("a rate"));
    ExchangeRates {
        date: date(2026, 12, 30),
        base: "USD".parse().expect("a currency"),
        rates: BTreeMap::from([rate("INR", "88.10"), rate("AUD", "1.53"), rate("NZD", "1.71"), rate("EUR", "0.86"), rate("PHP", "58.2")]),
    }
}
