//! Toxic flows: untrusted text, private data and a way out, held by one agent.

use crate::model::Trait;

/// The tools that together let an outsider's text lead private data out. Tools are numbers: their places in
/// the list that was searched. A tool can stand in several groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToxicFlow {
    /// Tools that return text which outsiders can write.
    pub untrusted: Vec<usize>,
    /// Tools that return data which is not public.
    pub private: Vec<usize>,
    /// Tools that can send data out.
    pub exits: Vec<usize>,
}

/// The smallest change that breaks a flow: every tool of one group becomes unusable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The group, by the trait that its tools have.
    pub group: Trait,
    /// The tools of the group that are still usable; empty when the flow is broken already.
    pub tools: Vec<usize>,
}

impl ToxicFlow {
    /// The three groups, in the order in which they are best given up: a tool that sends data out is
    /// missed less than one that reads.
    pub const GROUPS: [Trait; 3] = [
        Trait::ExternalSink,
        Trait::UntrustedContent,
        Trait::PrivateData,
    ];

    /// The flow of tools with these traits, if all three groups have a tool.
    pub fn find<'t>(tools: impl IntoIterator<Item = &'t [Trait]>) -> Option<Self> {
        let mut flow = Self {
            untrusted: Vec::new(),
            private: Vec::new(),
            exits: Vec::new(),
        };
        for (place, traits) in tools.into_iter().enumerate() {
            for each in traits {
                match each {
                    Trait::UntrustedContent => flow.untrusted.push(place),
                    Trait::PrivateData => flow.private.push(place),
                    Trait::ExternalSink => flow.exits.push(place),
                    Trait::RunsCode
                    | Trait::Secrets
                    | Trait::ChangesAccess
                    | Trait::Bulk
                    | Trait::Irreversible
                    | Trait::Metered => {}
                }
            }
        }
        let complete = Self::GROUPS
            .iter()
            .all(|each| !flow.group(*each).is_empty());
        complete.then_some(flow)
    }

    /// The tools of a group; none for a trait that has no part in a flow.
    pub fn group(&self, of: Trait) -> &[usize] {
        match of {
            Trait::UntrustedContent => &self.untrusted,
            Trait::PrivateData => &self.private,
            Trait::ExternalSink => &self.exits,
            Trait::RunsCode
            | Trait::Secrets
            | Trait::ChangesAccess
            | Trait::Bulk
            | Trait::Irreversible
            | Trait::Metered => &[],
        }
    }

    /// The group with the fewest usable tools. One tool less than all of them leaves the flow open, so a
    /// smaller cut does not exist.
    pub fn smallest_cut(&self, is_usable: impl Fn(usize) -> bool) -> Cut {
        let cut = |group: &Trait| Cut {
            group: *group,
            tools: (self.group(*group).iter().copied())
                .filter(|place| is_usable(*place))
                .collect(),
        };
        // The first of equals stands: `min_by_key` keeps it.
        let cuts = Self::GROUPS.iter().map(cut);
        cuts.min_by_key(|cut| cut.tools.len()).unwrap_or(Cut {
            group: Trait::ExternalSink,
            tools: self.exits.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Trait::{ExternalSink, PrivateData, UntrustedContent};

    const TOOLS: [&[Trait]; 5] = [
        &[UntrustedContent],
        &[UntrustedContent, PrivateData],
        &[ExternalSink],
        &[ExternalSink],
        &[PrivateData],
    ];

    fn flow(gone: &[usize]) -> Option<ToxicFlow> {
        let kept = TOOLS.iter().enumerate();
        ToxicFlow::find(kept.map(|(at, traits)| {
            let none: &[Trait] = &[];
            if gone.contains(&at) { none } else { *traits }
        }))
    }

    #[test]
    fn groups_hold_every_tool_with_the_trait() {
        let flow = flow(&[]).unwrap();
        assert_eq!(flow.untrusted, [0, 1]);
        assert_eq!(flow.private, [1, 4]);
        assert_eq!(flow.exits, [2, 3]);
    }

    /// Every choice of tools is tried: the flow is gone exactly when the whole of some group is.
    #[test]
    fn only_the_loss_of_a_whole_group_breaks_a_flow_and_no_smaller_cut_exists() {
        let whole = flow(&[]).unwrap();
        let smallest = whole.smallest_cut(|_| true).tools.len();
        for mask in 0_u32..32 {
            let gone: Vec<usize> = (0..5).filter(|at| mask & (1 << at) != 0).collect();
            let broken = ToxicFlow::GROUPS
                .iter()
                .any(|group| whole.group(*group).iter().all(|at| gone.contains(at)));
            assert_eq!(flow(&gone).is_none(), broken, "{gone:?}");
            assert!(!broken || gone.len() >= smallest, "{gone:?}");
        }
    }

    #[test]
    fn the_cut_counts_usable_tools_alone() {
        let flow = flow(&[]).unwrap();
        assert_eq!(flow.smallest_cut(|_| true).group, ExternalSink);
        let cut = flow.smallest_cut(|place| place != 1);
        assert_eq!((cut.group, cut.tools), (UntrustedContent, vec![0]));
        let cut = flow.smallest_cut(|place| place < 2);
        assert_eq!((cut.group, cut.tools), (ExternalSink, vec![]));
    }
}
