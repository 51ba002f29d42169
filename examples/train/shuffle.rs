//! Orders that are the same in each run: xorshift.

/// The next number.
pub(super) fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// Puts numbers into another order.
pub(super) fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        order.swap(at, (next(state) % (at as u64 + 1)) as usize);
    }
}
