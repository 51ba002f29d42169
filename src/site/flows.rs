//! Toxic flows: private data, text of outsiders and a way out, in one agent's hands.

use super::index::Places;
use crate::model::Trait;
use crate::rules::RatedTool;

/// The tools of a server that together let an outsider's text lead private data out, by their
/// places in the rated list.
#[derive(Debug)]
pub(super) struct Flow {
    /// Tools that return data that is not public.
    pub(super) private: Places,
    /// Tools that return text that outsiders can write.
    pub(super) untrusted: Places,
    /// Tools that can carry data out.
    pub(super) exit: Places,
}

/// The flow of these tools, the first of which stands at `start`, when all three corners are there.
pub(super) fn flow(tools: &[RatedTool<'_>], start: usize) -> Option<Flow> {
    let having = |wanted: Trait| -> Places {
        let places = (start..).zip(tools);
        places
            .filter(|(_, each)| each.rating.traits.contains(&wanted))
            .map(|(place, _)| place)
            .collect()
    };
    let flow = Flow {
        private: having(Trait::PrivateData),
        untrusted: having(Trait::UntrustedContent),
        exit: having(Trait::ExternalSink),
    };
    let complete = !flow.private.is_empty() && !flow.untrusted.is_empty() && !flow.exit.is_empty();
    complete.then_some(flow)
}
