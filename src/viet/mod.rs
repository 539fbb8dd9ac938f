//! Vietnamese text: the one cleaning that turns raw pages into stored pages, and folding for comparison.

mod normalise;

pub use normalise::normalise;
