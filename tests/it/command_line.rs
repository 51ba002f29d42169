//! The command line, as transcripts.

#[test]
fn transcripts_of_commands_hold() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").run();
}
