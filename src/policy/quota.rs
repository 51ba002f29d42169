//! Counters over fixed windows.

use std::collections::BTreeMap;

use super::document::Quota;
use crate::model::Window;

/// How many calls each counter has seen in its present window.
#[derive(Debug, Clone, Default)]
pub(super) struct Counters(BTreeMap<(String, Window), Count>);

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    /// Windows since 1970-01-01T00:00Z.
    window: u64,
    calls: u32,
}

/// Calls that were counted, to be given back if they are not made after all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reservation(Vec<(String, Window, u64)>);

impl Counters {
    /// Counts one call at `at`, seconds since 1970, on each counter once; counts nothing and gives the
    /// place of the first full quota if there is one. A clock that goes back stays in the later window.
    pub(super) fn reserve<'a>(
        &mut self,
        quotas: impl Iterator<Item = &'a Quota> + Clone,
        at: u64,
    ) -> Result<Reservation, usize> {
        for (place, quota) in quotas.clone().enumerate() {
            if self.at(quota, at).calls >= quota.max {
                return Err(place);
            }
        }
        let mut reserved = Reservation::default();
        for quota in quotas {
            let count = self.at(quota, at);
            let entry = (quota.counter.clone(), quota.window, count.window);
            if !reserved.0.contains(&entry) {
                count.calls = count.calls.saturating_add(1);
                reserved.0.push(entry);
            }
        }
        Ok(reserved)
    }

    /// Takes back what was counted, as far as its windows last.
    pub(super) fn release(&mut self, reservation: Reservation) {
        for (counter, window, at) in reservation.0 {
            if let Some(count) = self.0.get_mut(&(counter, window))
                && count.window == at
            {
                count.calls = count.calls.saturating_sub(1);
            }
        }
    }

    fn at(&mut self, quota: &Quota, at: u64) -> &mut Count {
        let key = (quota.counter.clone(), quota.window);
        let count = self.0.entry(key).or_default();
        let window = at / quota.window.seconds();
        if window > count.window {
            *count = Count { window, calls: 0 };
        }
        count
    }
}
