//! `congvan completions` and `congvan man`: what shells and `man` need to know of the program.

use clap::CommandFactory as _;

use super::{FOUND, print};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn completions(arguments: &Arguments) -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "congvan", &mut text);
    print::data(&String::from_utf8_lossy(&text))?;
    Ok(FOUND)
}

pub(super) fn man() -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_mangen::Man::new(super::Arguments::command()).render(&mut text)?;
    print::data(&String::from_utf8_lossy(&text))?;
    Ok(FOUND)
}
