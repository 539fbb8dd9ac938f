//! Vietnamese text: the one cleaning that turns raw pages into stored pages, and folding for comparison.

mod alike;
mod detect;
mod fold;
mod legacy;
mod letter;
mod normalise;
mod syllable;

pub use fold::{Folded, fold, fold_text, push_folded};
pub use normalise::normalise;
pub use syllable::{is_plain_syllable, is_syllable, push_tone_key, tone_key};
