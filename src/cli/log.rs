//! Owns the log of a run: one event a line, in keys that never change, for journals and for programs.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::Context;
use super::print;

/// How a run tells of itself on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Choice {
    /// A line that is redrawn on a terminal, events elsewhere, and the summary
    #[default]
    Auto,
    /// The summary, for people
    Text,
    /// Events only: `run.done files=40 new=1`
    Keyvalue,
    /// Events only, a JSON object each
    Json,
}

/// The log of one run.
#[derive(Debug)]
pub(super) struct Log {
    style: Style,
    /// Is the summary told, too?
    pub summary: bool,
    every: Duration,
    last: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    None,
    KeyValue,
    Json,
}

/// A value of an event.
#[derive(Debug, Clone)]
pub(super) enum Field {
    /// A code or a number: never quoted.
    Word(String),
    /// A path, a name, a sentence: always quoted.
    Text(String),
}

impl Log {
    /// The log that was asked for; `every` is the time between two lines of progress.
    pub(super) fn new(context: &Context, choice: Choice, every: Duration) -> Self {
        let style = match choice {
            _ if context.quiet => Style::None,
            Choice::Auto if context.err.terminal => Style::None,
            Choice::Text => Style::None,
            Choice::Auto | Choice::Keyvalue => Style::KeyValue,
            Choice::Json => Style::Json,
        };
        Self { style, summary: matches!(choice, Choice::Auto | Choice::Text), every, last: Instant::now() }
    }

    /// Are events told?
    pub(super) fn on(&self) -> bool {
        self.style != Style::None
    }

    /// Is it time for a line of progress?
    pub(super) fn is_due(&mut self) -> bool {
        let due = self.on() && self.last.elapsed() >= self.every;
        if due {
            self.last = Instant::now();
        }
        due
    }

    /// Tells an event.
    pub(super) fn tell(&self, event: &str, fields: &[(&str, Field)]) {
        match self.style {
            Style::None => {}
            Style::KeyValue => print::talk(&keyvalue(event, fields)),
            Style::Json => print::talk(&object(event, fields)),
        }
    }
}

fn keyvalue(event: &str, fields: &[(&str, Field)]) -> String {
    let mut line = event.to_owned();
    for (key, value) in fields {
        line.push_str(&match value {
            Field::Word(word) => format!(" {key}={word}"),
            Field::Text(text) => {
                let text = print::harmless(&text.replace('\\', "\\\\").replace('"', "\\\""));
                format!(" {key}=\"{text}\"")
            }
        });
    }
    line.push('\n');
    line
}

fn object(event: &str, fields: &[(&str, Field)]) -> String {
    let mut object = serde_json::Map::new();
    object.insert("event".to_owned(), event.into());
    for (key, value) in fields {
        let value = match value {
            Field::Word(word) => {
                serde_json::from_str::<Value>(word).ok().filter(Value::is_number).unwrap_or_else(|| word.as_str().into())
            }
            Field::Text(text) => text.as_str().into(),
        };
        object.insert((*key).to_owned(), value);
    }
    format!("{}\n", Value::Object(object))
}

/// A number or a code.
pub(super) fn word(value: impl std::fmt::Display) -> Field {
    Field::Word(format!("{value}"))
}

/// A path, a name or a sentence.
pub(super) fn text(value: impl Into<String>) -> Field {
    Field::Text(value.into())
}

#[cfg(test)]
mod tests {
    use super::{keyvalue, object, text, word};

    #[test]
    fn one_event_is_one_line_whatever_the_names_are() {
        let fields =
            [("path", text("den/a \"b\"\n\u{1b}[31m.doc")), ("code", word("crashed")), ("tries", word(1)), ("rate", word(0.5))];
        assert_eq!(
            keyvalue("file.failed", &fields),
            "file.failed path=\"den/a \\\"b\\\"\\n\\u{1b}[31m.doc\" code=crashed tries=1 rate=0.5\n"
        );
        let line = object("file.failed", &fields);
        assert_eq!(line.matches('\n').count(), 1);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["path"], "den/a \"b\"\n\u{1b}[31m.doc");
        assert_eq!((&value["code"], &value["tries"], &value["rate"]), (&"crashed".into(), &1.into(), &0.5.into()));
    }
}
