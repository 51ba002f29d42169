//! Why a server at an address cannot be reached, and what to do about it.

use ureq::Error;

use super::finding::Failure;
use crate::wire::Unreached;

/// The failure of a request that has no response.
pub(super) fn unreached(error: &Unreached) -> Failure {
    let (reason, help) = error.told();
    let help = match error {
        Unreached::Request(Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve)) => help,
        Unreached::Request(Error::Timeout(_)) => "`--timeout` gives it more time",
        _ => help,
    };
    Failure::Unreached { reason, help }
}
