//! From the picture of a page to its text: pictures of PDF pages and image files, tesseract, its words laid out as print is.
//!
//! Pictures are made and words laid out in the sandboxed worker, which sees untrusted bytes; tesseract runs outside of it, with
//! limits of its own, and sees pictures only.

mod decode;
mod letterhead;
mod limited;
mod notes;
mod picture;
mod render;
mod signature;
mod slips;
mod tesseract;
mod tsv;

pub use decode::decode;
pub use limited::become_limited;
pub use picture::{DPI, Frame, Picture};
pub use render::Pages;
pub use tesseract::{Engine, Failure, Lacking};
pub use tsv::{Read, Sureness, sureness, words};
