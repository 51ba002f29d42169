//! The command line, as transcripts: those of `tests/cmd`, and the README's own.

#[test]
fn transcripts_of_commands_hold() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.trycmd")
        .case("README.md")
        .case("docs/*.md")
        .run();
}
