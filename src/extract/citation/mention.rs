//! A mention while it is being read: where it stands in its flow, and what it names.

use super::why::Ground;
use crate::model::{Kind, PartialDate};

/// What kind of surface names the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A number with a symbol.
    Number,
    /// A number without a symbol.
    Bare,
    /// A number of a list that has its symbol from a later one (`12, 13 và 15/QĐ-UBND`).
    SharedTail,
    /// A law by its name.
    Name,
    /// A technical standard.
    Standard,
    /// It points back.
    Anaphora,
}

impl Form {
    /// The rule's name.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Bare => "number.bare",
            Self::SharedTail => "number.shared-tail",
            Self::Name => "law.name",
            Self::Standard => "standard",
            Self::Anaphora => "anaphora",
        }
    }
}

/// One mention; offsets are bytes of the flow.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub form: Form,
    /// Its surface, type word to symbol.
    pub start: usize,
    pub end: usize,
    pub kind: Option<Kind>,
    /// The kind that its type word names, or that of the list it stands in.
    pub word: Option<Kind>,
    pub number: Option<String>,
    pub year: Option<u16>,
    pub symbol: Option<String>,
    pub name: Option<String>,
    /// Is its type word a generic one (`Văn bản`), or has it none?
    pub generic: bool,
    /// Has it a type word of its own?
    pub typed: bool,
    /// Has it the word `số`, or one before it in a list of bare numbers?
    pub numbered: bool,
    /// Is it a law that the sentence itself enacts (`Quốc hội ban hành Luật …`)?
    pub enacted: bool,
    /// A body named between its type word and `số` (`Công văn của Sở Y tế số …`).
    pub inner_issuer: Option<String>,
    /// Where the date and the issuer beside it end.
    pub tail: usize,
    pub date: Option<PartialDate>,
    pub issuer: Option<String>,
    /// Words behind `của` that name no body the program knows, if they are few: `sở`, `nhà trường`.
    pub unread: Option<String>,
    /// What gave the date.
    pub dated: Ground,
    /// What gave the issuer.
    pub issued: Ground,
}

impl Mention {
    pub fn new(form: Form, start: usize, end: usize) -> Self {
        Self {
            form,
            start,
            end,
            kind: None,
            word: None,
            number: None,
            year: None,
            symbol: None,
            name: None,
            generic: false,
            typed: false,
            numbered: false,
            enacted: false,
            inner_issuer: None,
            tail: end,
            date: None,
            issuer: None,
            unread: None,
            dated: Ground::default(),
            issued: Ground::default(),
        }
    }

    /// Where it ends.
    pub fn ends(&self) -> Ends {
        Ends { surface: self.end, tail: self.tail.max(self.end) }
    }
}

/// Where a mention ends; both 0 if there is none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ends {
    surface: usize,
    /// With its date and issuer.
    tail: usize,
}

impl Ends {
    /// Where the gap to a mention that begins at `start` begins: date and issuer may stand behind a bracket that holds it.
    pub fn before(self, start: usize) -> usize {
        if self.tail <= start { self.tail } else { self.surface.min(start) }
    }
}
