//! Toxic flows: private data, text of outsiders and a way out, in one agent's hands.

use crate::model::Trait;
use crate::rules::RatedTool;

/// The tools of a server that together let an outsider's text lead private data out.
#[derive(Debug)]
pub(super) struct Flow<'t, 'a> {
    /// Tools that return data that is not public.
    pub(super) private: Vec<&'t RatedTool<'a>>,
    /// Tools that return text that outsiders can write.
    pub(super) untrusted: Vec<&'t RatedTool<'a>>,
    /// Tools that can carry data out.
    pub(super) exit: Vec<&'t RatedTool<'a>>,
}

/// The flow of these tools, when all three corners are there.
pub(super) fn flow<'t, 'a>(tools: &'t [RatedTool<'a>]) -> Option<Flow<'t, 'a>> {
    let having = |wanted: Trait| -> Vec<&RatedTool<'a>> {
        tools
            .iter()
            .filter(|each| each.rating.traits.contains(&wanted))
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
