//! Values for people: traces, findings, registers, counts. Prints nothing; the command line and the web page lay them out.

pub mod archive;
pub mod audit;
pub mod bearers;
pub mod changes;
pub mod compare;
pub mod export;
pub mod found;
pub mod graph;
pub mod lang;
pub mod markup;
pub mod morning;
pub mod place;
pub mod quote;
pub mod register;
pub mod series;
pub mod sheet;
pub mod states;
pub mod summary;
pub mod table;
pub mod trace;
pub mod view;
pub mod words;

#[cfg(test)]
mod tests;

pub use place::Where;
pub use view::{ArchiveView, Direction, Entry, FieldsRow, Head, InMemory, Tally};
