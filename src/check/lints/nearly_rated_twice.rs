//! `nearly-rated-twice`.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Lint;
use crate::check::words::{name_words, normal};
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports tools of two servers that are rated differently, although their names consist of the same words and
    /// nine of ten words in their descriptions are equal.
    ///
    /// ## Why
    /// Small differences of wording rarely change what a tool does.
    ///
    /// ## Example
    /// ```yaml fail
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: delete_folder
    /// description: Permanently deletes one folder of the workspace with all of the files in it.
    /// rationale: The files in the folder are gone.
    /// # file: b/server.yaml
    /// title: B
    /// # file: b/tools.yaml
    /// name: deleteFolder
    /// description: Permanently deletes one folder of the workspace with all of the files in it!
    /// category: write
    /// override: The workspace keeps a copy for a month.
    /// rationale: The copy brings every file back.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// # file: a/server.yaml
    /// title: A
    /// # file: a/tools.yaml
    /// name: delete_folder
    /// description: Permanently deletes one folder of the workspace with all of the files in it.
    /// rationale: The files in the folder are gone.
    /// # file: b/server.yaml
    /// title: B
    /// # file: b/tools.yaml
    /// name: deleteFolder
    /// description: Permanently deletes one folder of the workspace with all of the files in it!
    /// rationale: Nobody can bring the files back.
    /// ```
    NearlyRatedTwice, "TR109", "nearly-rated-twice", Warn,
    "nearly the same definition is rated differently on two servers"
}

impl Lint for NearlyRatedTwice {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_catalog(&self, rated: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let mut groups: BTreeMap<String, Vec<&RatedTool<'_>>> = BTreeMap::new();
        for tool in &rated.tools {
            groups
                .entry(name_words(&tool.tool.definition.name))
                .or_default()
                .push(tool);
        }
        for tools in groups.values() {
            // Neighbours only: a name that thousands share would otherwise cost their square.
            for pair in tools.windows(2) {
                if let [first, other] = pair {
                    found.extend(finding(first, other));
                }
            }
        }
    }
}

fn finding(first: &RatedTool<'_>, other: &RatedTool<'_>) -> Option<Diagnostic> {
    let (one, two) = (&first.tool.definition, &other.tool.definition);
    let same = || one.name == two.name && normal(&one.description) == normal(&two.description);
    let differ = first.rating.severity != other.rating.severity
        || first.rating.category != other.rating.category;
    if !differ || same() || !nearly_same(&one.description, &two.description) {
        return None;
    }
    let message = format!(
        "`{}` of `{}` is rated {}/{}, but `{}` of `{}`, which is nearly the same, is rated {}/{}",
        two.name,
        other.server.id,
        other.rating.category,
        other.rating.severity,
        one.name,
        first.server.id,
        first.rating.category,
        first.rating.severity
    );
    let finding = Diagnostic::new(&INFO, other.tool.span, message);
    Some(finding.related(first.tool.span, "the other one"))
}

fn nearly_same(one: &str, two: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        crate::check::prose::words(text)
            .into_iter()
            .map(str::to_lowercase)
            .collect()
    };
    let (one, two) = (words(one), words(two));
    let shared = one.intersection(&two).count();
    let all = one.union(&two).count();
    all > 0 && shared * 10 >= all * 9
}
