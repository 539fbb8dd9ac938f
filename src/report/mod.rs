//! Values for people, made from the store: what `export` gives. Prints nothing.

pub mod export;
