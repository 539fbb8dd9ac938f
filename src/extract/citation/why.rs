//! Owns why citations are what they are: the grounds of their attributes, and what looked like a citation and is none. The grounds
//! are a few bytes that the readers leave behind; they are told, and refusals are kept, only where somebody asks.

use std::ops::Range;

use super::super::fields::Trail;
use super::super::flow::Flow;
use super::around::{Text, one_line};
use super::heads;
use super::mention::{Form, Mention};
use crate::model::{Citation, Quote, Reason, Span};

/// What an attribute was taken from: a rule of [`Reason`], and the stretch of the flow that says it; an empty one if none does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ground {
    /// Empty if the attribute is absent.
    pub rule: &'static str,
    pub start: usize,
    pub end: usize,
}

impl Ground {
    pub fn new(rule: &'static str, words: Range<usize>) -> Self {
        Self { rule, start: words.start, end: words.end }
    }

    /// One that no words say.
    pub fn silent(rule: &'static str) -> Self {
        Self { rule, start: 0, end: 0 }
    }

    /// The same words for another one.
    pub fn by(self, rule: &'static str) -> Self {
        Self { rule, ..self }
    }
}

/// No stretch that is quoted is longer, in bytes.
const LONGEST: usize = 200;

/// How many words before what is refused are told with it.
const WORDS_BEFORE: usize = 3;

/// Stretches of one flow that looked like citations.
#[derive(Debug, Default)]
pub(super) struct Refused {
    kept: Option<Vec<(Range<usize>, &'static str)>>,
}

impl Refused {
    fn on() -> Self {
        Self { kept: Some(Vec::new()) }
    }

    /// Does somebody ask?
    pub fn is_on(&self) -> bool {
        self.kept.is_some()
    }

    /// Keeps a stretch with its reason, a code of [`crate::model::Rejected`].
    pub fn add(&mut self, range: Range<usize>, reason: &'static str) {
        if let Some(kept) = self.kept.as_mut() {
            kept.push((range, reason));
        }
    }

    /// Forgets what a mention was made of after all.
    pub fn settle(&mut self, mentions: &[Mention]) {
        let Some(kept) = self.kept.as_mut() else { return };
        kept.retain(|(range, _)| {
            let next = mentions.partition_point(|m| m.end <= range.start);
            mentions.get(next).is_none_or(|m| m.start >= range.end)
        });
    }
}

/// What is told of a document's citations.
#[derive(Debug, Default)]
pub(in crate::extract) struct Told {
    trail: Trail,
    reasons: Vec<(Span, &'static str, &'static str, Option<Quote>)>,
}

impl Told {
    /// One that keeps what it is told; the default one does not.
    pub fn on() -> Self {
        Self { trail: Trail::on(), reasons: Vec::new() }
    }

    /// Does somebody ask?
    pub(super) fn is_on(&self) -> bool {
        self.trail.is_on()
    }

    /// For the refusals of one flow.
    pub(super) fn refused(&self) -> Refused {
        if self.is_on() { Refused::on() } else { Refused::default() }
    }

    /// Takes the refusals of one flow, with some words before each.
    pub(super) fn refuse(&mut self, refused: Refused, text: Text<'_>, flow: &Flow) {
        let mut kept = refused.kept.unwrap_or_default();
        kept.sort_by_key(|(range, _)| (range.start, range.end));
        for (range, reason) in kept {
            let mut start = range.start;
            for _ in 0..WORDS_BEFORE {
                let end = text.back_over_blanks(start);
                let before = text.word_start(end);
                if before == end {
                    break;
                }
                start = before;
            }
            self.trail.lose("citations", flow.span(&(start..range.end)), reason);
        }
    }

    /// An attribute of the citation at `of` has its value by this ground.
    pub(super) fn because(&mut self, of: Span, attribute: &'static str, ground: Ground, text: Text<'_>, flow: &Flow) {
        if ground.rule.is_empty() {
            return;
        }
        let words = (ground.start < ground.end).then(|| {
            let end = text.boundary(ground.end.min(ground.start + LONGEST));
            Quote { span: flow.span(&(ground.start..end)), quote: one_line(text.raw(ground.start, end)) }
        });
        self.reasons.push((of, attribute, ground.rule, words));
    }

    /// The same of what another citation says.
    pub(super) fn because_of(&mut self, of: Span, attribute: &'static str, rule: &'static str, other: Option<&Citation>) {
        if self.is_on() {
            let words = other.map(|c| Quote { span: c.span, quote: c.surface.clone() });
            self.reasons.push((of, attribute, rule, words));
        }
    }

    /// What was kept: the reasons in the order of the citations, and the trail of what is none.
    pub(in crate::extract) fn told(self, citations: &[Citation]) -> (Vec<Reason>, Trail) {
        let mut reasons: Vec<Reason> = self
            .reasons
            .into_iter()
            .filter_map(|(of, attribute, rule, words)| {
                let at = citations.binary_search_by_key(&(of.page, of.start), |c| (c.span.page, c.span.start)).ok()?;
                let (attribute, rule) = (attribute.to_owned(), rule.to_owned());
                Some(Reason { citation: u32::try_from(at).ok()?, attribute, rule, words })
            })
            .collect();
        reasons.sort_by_key(|r| r.citation);
        (reasons, self.trail)
    }
}

/// What shows a mention's kind.
pub(super) fn of_kind(mention: &Mention) -> Ground {
    Ground::silent(match mention.form {
        _ if mention.kind.is_none() => "",
        Form::Name | Form::Standard => "name",
        Form::Anaphora => "type-word",
        Form::Number | Form::Bare | Form::SharedTail if mention.name.is_some() => "name",
        Form::Number | Form::Bare | Form::SharedTail => {
            let letters = mention.symbol.as_deref().and_then(|s| s.split(['-', '/', '.', '_']).next());
            let by_symbol = letters.and_then(heads::kind_of_letters).is_some_and(|k| Some(k) == mention.kind);
            match (mention.typed && !mention.generic, by_symbol) {
                (true, _) if mention.kind == mention.word => "type-word",
                (false, false) if mention.kind == mention.word => "list-earlier",
                _ => "symbol",
            }
        }
    })
}
