//! Owns queries: what a clerk types, as a value that says how it was understood. Pure: nothing here opens an index.

mod dates;
mod error;
mod filter;
mod keystrokes;
mod law;
mod lex;
mod narrow;
mod number;
mod parse;
mod word;

pub use dates::DateRange;
pub use error::{Problem, QueryError, Where};
pub use filter::{Filter, Options, Sort, State};
pub use law::LawQuery;
pub(super) use number::kind_at;
pub use number::{NumberQuery, Strength};
pub use parse::{Clause, Hints, Keystrokes, Phrase, Query, Text, Unit, names_body, parse};
pub use word::Word;
