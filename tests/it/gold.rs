//! What careful readers found in real documents, held against what the program finds. Floors rise with the score; they never fall.

use std::process::Command;

use crate::support::shared;

/// Least F1 of citations, and least share of right document fields, over all gold documents.
const FLOOR_CITATIONS: &str = "0.985";
const FLOOR_FIELDS: &str = "0.985";
/// Least median word F1 of the text read.
const FLOOR_TEXT: &str = "0.985";

#[test]
fn the_gold_scores_hold() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no ../shared here");
        return;
    };
    let score = |tool: &str, floors: &[&str]| {
        let mut command = Command::new("python3");
        command.arg(shared.join("tools").join(tool)).args(["--bin", env!("CARGO_BIN_EXE_congvan")]).args(floors);
        let Ok(output) = command.output() else {
            assert!(std::env::var_os("CONGVAN_TEST_ALL").is_none(), "python3 is needed for the gold scores");
            eprintln!("skipped: python3 is not installed");
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        eprintln!("{said}");
        assert!(output.status.success(), "{tool} below {floors:?}:\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    };
    score("score.py", &["--min-f1", FLOOR_CITATIONS, "--min-fields", FLOOR_FIELDS]);
    score("score_text.py", &["--min", FLOOR_TEXT]);
}
