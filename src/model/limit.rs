//! How many calls in a window: `10/minute`.

use super::{UnknownWord, Window};

/// At most `max` calls in each `window`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Limit {
    /// Calls, at least 1.
    pub max: u32,
    /// The time over which they count.
    pub window: Window,
}

impl Limit {
    /// `max` calls a minute.
    pub const fn per_minute(max: u32) -> Self {
        Self {
            max,
            window: Window::Minute,
        }
    }

    /// Calls a day if the limit is used to the full: the measure by which two limits compare.
    pub const fn calls_a_day(self) -> u64 {
        self.max as u64 * (Window::Day.seconds() / self.window.seconds())
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.max, self.window)
    }
}

impl std::str::FromStr for Limit {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (max, window) = text.split_once('/').ok_or(UnknownWord)?;
        let max = max.trim().parse().map_err(|_| UnknownWord)?;
        if max == 0 {
            return Err(UnknownWord);
        }
        Ok(Self {
            max,
            window: window.trim().parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_written_as_calls_per_window() {
        assert_eq!("10/minute".parse(), Ok(Limit::per_minute(10)));
        assert_eq!(Limit::per_minute(10).to_string(), "10/minute");
        for wrong in ["", "10", "0/minute", "-1/minute", "10/week", "ten/minute"] {
            assert_eq!(wrong.parse::<Limit>(), Err(UnknownWord), "{wrong}");
        }
    }

    #[test]
    fn limits_compare_by_what_they_let_through_in_a_day() {
        let daily: Limit = "100/day".parse().unwrap();
        assert!(Limit::per_minute(1).calls_a_day() > daily.calls_a_day());
    }
}
