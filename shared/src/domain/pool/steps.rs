//! A function that climbs or falls in steps, learnt from the few places where it was worked out.

/// Stretches of amounts that are known to have one result. The function never goes back to a result it has left, so that
/// whatever lies between two equal results is the same.
#[derive(Debug)]
pub(super) struct Steps<T> {
    /// Ascending: first amount, last amount, result.
    known: Vec<(i64, i64, T)>,
}

impl<T: Copy + PartialEq> Steps<T> {
    pub(super) fn new() -> Self {
        Self { known: Vec::new() }
    }

    /// The result for an amount: known, or worked out and remembered.
    pub(super) fn at(&mut self, amount: i64, work_out: impl FnOnce() -> T) -> T {
        let next = self.known.partition_point(|(_, last, _)| *last < amount);
        if let Some((first, _, result)) = self.known.get(next)
            && *first <= amount
        {
            return *result;
        }
        let result = work_out();
        let before = next.checked_sub(1).filter(|at| self.known.get(*at).is_some_and(|(_, _, known)| *known == result));
        let after = self.known.get(next).filter(|(_, _, known)| *known == result).map(|(_, last, _)| *last);
        match (before.and_then(|at| self.known.get_mut(at)), after) {
            (Some((_, last, _)), None) => *last = amount,
            (None, Some(_)) => {
                if let Some((first, _, _)) = self.known.get_mut(next) {
                    *first = amount;
                }
            }
            (Some((_, last, _)), Some(end)) => {
                *last = end;
                self.known.remove(next);
            }
            (None, None) => self.known.insert(next, (amount, amount, result)),
        }
        result
    }

    /// The result for the largest known amount that is not above this one, if there is any.
    pub(super) fn before(&self, amount: i64) -> Option<T> {
        let next = self.known.partition_point(|(first, _, _)| *first <= amount);
        self.known.get(next.checked_sub(1)?).map(|(_, _, result)| *result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_learnt_is_what_would_be_worked_out(amounts in proptest::collection::vec(0..1_000_i64, 0..200), step in 1..300_i64) {
            let mut steps = Steps::new();
            let mut worked_out = 0;
            for amount in &amounts {
                let result = steps.at(*amount, || {
                    worked_out += 1;
                    amount / step
                });
                prop_assert_eq!(result, amount / step);
                prop_assert_eq!(steps.before(*amount), Some(result));
                prop_assert!(steps.before(amount + 1).is_some_and(|before| before >= result && before <= (amount + 1) / step));
            }
            prop_assert!(steps.known.windows(2).all(|pair| pair[0].1 < pair[1].0 && pair[0].2 != pair[1].2));
            prop_assert!(worked_out <= amounts.len());
        }
    }
}
