//! Numbers that look random and are the same on every run and machine.

/// A source of such numbers (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// True in one of so many cases.
    pub(super) fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    /// One of a list.
    pub(super) fn of<'l, T: ?Sized>(&mut self, list: &[&'l T]) -> &'l T {
        let at = self.below(list.len());
        list.get(at)
            .copied()
            .unwrap_or_else(|| unreachable!("a list is empty"))
    }

    /// A number of a distribution that is given by its quantiles, in order.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small numbers, rounded on purpose"
    )]
    pub(super) fn quantile(&mut self, quantiles: &[(f64, f64)]) -> usize {
        let part = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let mut before = (0.0, 0.0);
        for (upto, value) in quantiles {
            if part <= *upto {
                let share = (part - before.0) / (upto - before.0).max(f64::EPSILON);
                return (before.1 + share * (value - before.1)).round() as usize;
            }
            before = (*upto, *value);
        }
        before.1 as usize
    }
}
