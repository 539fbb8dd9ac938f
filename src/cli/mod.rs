//! The command line: one file a command; `print` is the only place that prints.

mod audit;
mod backup;
mod dash;
mod doctor;
mod explain;
mod export;
mod extract;
mod find;
mod index;
mod link;
mod locate;
mod log;
mod morning;
mod ocr;
mod print;
mod register;
mod saved;
mod search;
mod serve;
mod sheet;
mod shell;
mod show;
mod status;
mod talk;
mod trace;
mod verify;
mod watch;
mod words;
mod workbook;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use print::{ColourChoice, Face, Ink};
use talk::Lang;

use crate::model::PartialDate;

/// Reads archives of Vietnamese official documents: extracts, cross-links and searches them.
#[derive(Debug, Parser)]
#[command(name = "congvan", version, propagate_version = true, disable_help_subcommand = true)]
struct Arguments {
    /// The archive's folder [default: $`CONGVAN_ARCHIVE`, else the nearest .congvan upward]
    #[arg(long, global = true, value_name = "DIR")]
    archive: Option<PathBuf>,
    /// Complete output for programs
    #[arg(long, global = true)]
    json: bool,
    /// Language of messages [default: $`CONGVAN_LANG`, else the locale, else vi]
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// Colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: ColourChoice,
    /// Say nothing unless something fails
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what is found in each file, without an archive
    Extract(extract::Arguments),
    /// Read what is new or changed under these paths into the archive
    Index(index::Arguments),
    /// Write everything out, for spreadsheets, graph tools and other engines
    Export(export::Arguments),
    /// Find documents by number, words, phrases and filters
    Search(search::Arguments),
    /// Keep a search that every run answers, list them, or forget one
    Watch(watch::Arguments),
    /// One document: fields with their evidence, footnotes, citations, who cites it
    Show(show::Arguments),
    /// Follow the citations of a document, each with its state
    Trace(trace::Arguments),
    /// What does not fit, in one document or in the archive
    Audit(audit::Arguments),
    /// The register of incoming or outgoing documents (sổ đăng ký)
    Register(register::Arguments),
    /// Say which document a citation means, or does not mean
    Link(link::Arguments),
    /// What the archive holds, its last run, the files that are not read
    Status(status::Arguments),
    /// The same on a local web page that only reads
    Serve(serve::Arguments),
    /// Check store and index against each other
    Verify(verify::Arguments),
    /// Copy the archive to one file, also while a run writes
    Backup(backup::BackUp),
    /// Make the archive from a backup
    Restore(backup::Restore),
    /// Completions for a shell, to standard output
    Completions(shell::Arguments),
    /// The manual page, to standard output
    Man,
    /// What this machine enforces and what it lacks
    Doctor(doctor::Arguments),
    /// A process that tries to leave the sandbox; `doctor` starts it
    #[command(name = "__probe", hide = true)]
    Probe,
    /// A worker process; the pipeline starts it
    #[command(name = "__worker", hide = true)]
    Worker,
    /// Becomes another program under limits; recognition starts it
    #[command(name = "__limited", hide = true)]
    Limited {
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<OsString>,
    },
}

/// What every command knows of its surroundings.
#[derive(Debug)]
struct Context {
    archive: Option<PathBuf>,
    json: bool,
    lang: Lang,
    quiet: bool,
    verbose: bool,
    out: Face,
    err: Face,
}

impl Context {
    /// A date of our own: in the user's form on a terminal, ISO in a pipe.
    fn date(&self, date: PartialDate) -> String {
        if self.out.terminal { self.lang.date(date) } else { date.to_string() }
    }
}

/// An end that the user can mend: what was found, what was expected; then lines that help; then a command to run.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mistake {
    message: String,
    lines: Vec<String>,
    hint: Option<String>,
}

impl Mistake {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), lines: Vec::new(), hint: Some(hint.into()).filter(|h: &String| !h.is_empty()) }
    }
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

/// Done and found.
const FOUND: u8 = 0;
/// Nothing found, or findings.
const NOTHING: u8 = 1;
/// An error.
const FAILED: u8 = 2;

/// Runs the program with these arguments (the first is its name).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let given: Vec<OsString> = arguments.into_iter().collect();
    let parsed = Arguments::command().try_get_matches_from(&given).and_then(|m| Arguments::from_arg_matches(&m));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let lang = Lang::choose(dash::language(&given), |name| std::env::var(name).ok());
            if let Some(mistake) = dash::mistaken(lang, &given, &error) {
                complain(lang, &Face::of_stderr(ColourChoice::default()), false, &mistake.into());
                return ExitCode::from(FAILED);
            }
            // A broken pipe while help is printed is no error.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { FAILED } else { FOUND });
        }
    };
    let context = Context {
        archive: arguments.archive,
        json: arguments.json,
        lang: Lang::choose(arguments.lang, |name| std::env::var(name).ok()),
        quiet: arguments.quiet,
        verbose: arguments.verbose,
        out: Face::of_stdout(arguments.color),
        err: Face::of_stderr(arguments.color),
    };
    let result = match &arguments.command {
        Command::Extract(arguments) => extract::run(&context, arguments),
        Command::Index(arguments) => index::run(&context, arguments),
        Command::Export(arguments) => export::run(&context, arguments),
        Command::Search(arguments) => search::run(&context, arguments),
        Command::Watch(arguments) => watch::run(&context, arguments),
        Command::Show(arguments) => show::run(&context, arguments),
        Command::Trace(arguments) => trace::run(&context, arguments),
        Command::Audit(arguments) => audit::run(&context, arguments),
        Command::Register(arguments) => register::run(&context, arguments),
        Command::Link(arguments) => link::run(&context, arguments),
        Command::Status(arguments) => status::run(&context, arguments),
        Command::Serve(arguments) => serve::run(&context, arguments),
        Command::Verify(arguments) => verify::run(&context, arguments),
        Command::Backup(arguments) => backup::back_up(&context, arguments),
        Command::Restore(arguments) => backup::restore(&context, arguments),
        Command::Completions(arguments) => shell::completions(arguments),
        Command::Man => shell::man(),
        Command::Doctor(arguments) => doctor::run(&context, arguments),
        Command::Probe => doctor::probe(),
        Command::Limited { command } => Err(crate::pipeline::become_limited(command).into()),
        Command::Worker => crate::pipeline::serve().map(|()| FOUND).map_err(Into::into),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(context.lang, &context.err, context.verbose, &error);
            ExitCode::from(FAILED)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

fn complain(lang: Lang, face: &Face, verbose: bool, error: &anyhow::Error) {
    let label = face.ink(Ink::BoldRed, lang.pick("lỗi:", "error:"));
    let hint_label = face.ink(Ink::Cyan, lang.pick("gợi ý:", "hint:"));
    let mut text = match error.downcast_ref::<Mistake>() {
        Some(mistake) => {
            let mut text = format!("{label} {}\n", print::harmless(&mistake.message));
            for line in &mistake.lines {
                text.push_str(&format!("  {}\n", print::harmless(line)));
            }
            if let Some(hint) = &mistake.hint {
                text.push_str(&format!("{hint_label} {}\n", print::harmless(hint)));
            }
            text
        }
        None => {
            let (message, hint) = words::trouble(lang, error);
            let mut text = format!("{label} {}\n", print::harmless(&message));
            if let Some(hint) = hint {
                text.push_str(&format!("{hint_label} {hint}\n"));
            }
            text
        }
    };
    if verbose && error.downcast_ref::<Mistake>().is_none() {
        text.push_str(&format!("  {}\n", print::harmless(&format!("{error:?}").replace('\n', " "))));
    }
    print::talk(&text);
}
