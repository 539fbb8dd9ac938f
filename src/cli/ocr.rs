//! The option `--ocr` of the commands that read files.

use super::{Context, Mistake};
use crate::pipeline::{Ocr, SetUp, Settings};

/// When pages that are pictures are recognised.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub(super) enum Choice {
    /// If tesseract with its Vietnamese model is installed
    #[default]
    Auto,
    /// Never
    Off,
    /// Always, a scanner's own layer of text set aside; an error without tesseract
    Force,
}

/// How workers run under this choice.
pub(super) fn settings(context: &Context, choice: Choice) -> anyhow::Result<Settings> {
    let ocr = match choice {
        Choice::Auto => Ocr::Auto,
        Choice::Off => Ocr::Off,
        Choice::Force => Ocr::Force,
    };
    Settings::for_this_program(ocr).map_err(|error| match error {
        SetUp::Engine(_) => Mistake::new(
            context.lang.pick(
                "--ocr force: chưa cài tesseract với mô hình tiếng Việt (vie)",
                "--ocr force: tesseract with its Vietnamese model (vie) is not installed",
            ),
            "apt install tesseract-ocr tesseract-ocr-vie",
        )
        .into(),
        other @ SetUp::Program(_) => other.into(),
    })
}
