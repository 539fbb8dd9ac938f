//! Owns what was weighed for a field and not taken; it is kept only where somebody asks.

use super::stream::Stream;
use crate::extract::bodies::one_line;
use crate::model::{Page, Rejected, Span};
use std::ops::Range;

/// The most that is kept: a hostile text may hold a million numbers.
const MOST: usize = 500;

/// Rejected candidates in the order in which they were weighed.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    kept: Option<Vec<(&'static str, Span, &'static str)>>,
}

impl Trail {
    /// One that keeps what it is told; the default one does not.
    pub(crate) fn on() -> Self {
        Self { kept: Some(Vec::new()) }
    }

    /// Does somebody ask?
    pub(crate) fn is_on(&self) -> bool {
        self.kept.is_some()
    }

    /// A candidate for `field` lost; `reason` is one of the codes that [`Rejected`] lists.
    pub(crate) fn lose(&mut self, field: &'static str, span: Span, reason: &'static str) {
        if let Some(kept) = self.kept.as_mut().filter(|k| k.len() < MOST) {
            kept.push((field, span, reason));
        }
    }

    /// The same of a stretch of folded lines.
    pub(super) fn lose_range(&mut self, stream: &Stream, field: &'static str, range: &Range<usize>, reason: &'static str) {
        if self.is_on()
            && let Some(span) = stream.span(range.clone())
        {
            self.lose(field, span, reason);
        }
    }

    /// What was kept, with what stands there.
    pub(crate) fn told(self, pages: &[Page]) -> Vec<Rejected> {
        let quote = |span: Span| {
            let page = usize::try_from(span.page).ok().and_then(|n| pages.get(n.checked_sub(1)?));
            page.map(|p| one_line(p.slice(span.start, span.end))).unwrap_or_default()
        };
        let told = |(field, span, reason): (&str, Span, &str)| Rejected {
            field: field.to_owned(),
            span,
            quote: quote(span),
            reason: reason.to_owned(),
        };
        self.kept.unwrap_or_default().into_iter().map(told).collect()
    }
}
