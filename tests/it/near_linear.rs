//! What many tools of one server cost: about as much a tool as few. The work is counted in allocated bytes, which
//! no slow machine changes.

use allocation_counter::measure;
use rayon::ThreadPoolBuilder;
use toolrisk::check::check;
use toolrisk::load::{Loaded, Tree, load};
use toolrisk::model::Definition;
use toolrisk::policy::{Prefer, Profile, ServerPolicy, Target, all_targets, recommend};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Site};

const FEW: usize = 250;
/// How many times as many tools the second measurement has.
const TIMES: u64 = 8;

fn tree(tools: usize) -> Tree {
    let entry = |n: usize| {
        let verb = ["get", "create", "delete", "list"][n % 4];
        format!(
            "name: {verb}_thing_{n}\ndescription: This call does {verb} thing {n} of the store.\n\
             rationale: The call number {n} touches one thing of shelf {} and nothing that lies beside it.\n",
            n / 7
        )
    };
    let entries: Vec<String> = (0..tools).map(entry).collect();
    let entries = entries.join("---\n");
    Tree::of_texts([
        ("s/server.yaml", "title: S\nsummary: Serves things.\n"),
        ("s/tools.yaml", entries.as_str()),
    ])
}

/// Measures the bytes that a piece of work allocates for few tools, and for many. Linear work grows as the tools do; a
/// part that compares each with each grows eight times as fast.
fn assert_near_linear(what: &str, bytes: impl Fn(usize) -> u64) {
    // A first run fills what is made once.
    bytes(1);
    let (few, many) = (bytes(FEW), bytes(FEW * usize::try_from(TIMES).unwrap()));
    assert!(
        2 * many < 3 * TIMES * few,
        "{what} allocates {few} bytes for {FEW} tools, and {many} for {TIMES} times as many"
    );
}

/// The bytes that a piece of work on a catalog allocates.
fn of_work(tools: usize, work: impl Fn(&Loaded)) -> u64 {
    let loaded = load(&tree(tools));
    assert_eq!(loaded.found, Vec::new());
    assert_eq!(loaded.catalog.tool_count(), tools);
    measure(|| work(&loaded)).bytes_total
}

/// Runs on one thread, so that all that is allocated is counted.
fn alone(work: impl FnOnce() + Send) {
    let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build().unwrap().install(work);
}

fn build(loaded: &Loaded) {
    let rated = rate(&loaded.catalog);
    let site = Site::new(&rated, &Options::default()).unwrap();
    for page in site.plan() {
        site.render(*page).unwrap();
    }
}

fn export(loaded: &Loaded, target: &dyn Target) {
    let rated = rate(&loaded.catalog);
    let policy = recommend(&rated.tools, Profile::Recommended);
    let definitions = rated.tools.iter().map(|it| &it.tool.definition);
    let tools: Vec<&Definition> = definitions.collect();
    let server = ServerPolicy {
        name: "s",
        policy: &policy,
        tools: &tools,
    };
    drop(target.export(&[server], Prefer::Safety));
}

#[test]
fn work_grows_with_the_tools_of_a_server_and_not_with_their_square() {
    alone(|| {
        assert_near_linear("loading", |tools| {
            let tree = tree(tools);
            measure(|| drop(load(&tree))).bytes_total
        });
        assert_near_linear("rating and checking", |tools| {
            of_work(tools, |loaded| drop(check(&rate(&loaded.catalog))))
        });
        assert_near_linear("building", |tools| of_work(tools, build));
        for target in all_targets() {
            assert_near_linear(target.info().name, |tools| {
                of_work(tools, |loaded| export(loaded, *target))
            });
        }
    });
}
