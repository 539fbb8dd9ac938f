//! `congvan` reads an archive of Vietnamese official documents (công văn, kế hoạch, quyết định …), extracts what each says about
//! itself and which documents it cites, links the citations, and searches and traces the result.
//!
//! # Bird's-eye view
//!
//! ```text
//!        per file, pure, in sandboxed worker processes                        whole archive, one writer
//! bytes ─read→ RawDocument ─viet→ Pages ─extract→ Extracted ──┬─store→ SQLite ─link→ Links ─store→ SQLite ─index→ tantivy
//!   └─ a page that is a picture goes out to tesseract         └─ a file that fails is recorded with its reason
//!      and comes back as words, kept by the picture's hash
//! ```
//!
//! Stages meet in the plain values of [`model`], not in each other: readers know formats and nothing of Vietnamese, extraction
//! knows language and regulations and nothing of files, linking is a pure function of citations and catalogue. Only
//! [`pipeline`] knows them all; it is the one composer. [`report`] makes values for people out of the store; [`cli`] lays them
//! out and is the only room that prints.
//!
//! # Code map
//!
//! | room | owns | may use beside `model` |
//! |---|---|---|
//! | [`model`] | plain values: page, span, number, kind, date, document, citation, link, error | – |
//! | [`read`] | bytes to raw pages, one file or folder a format; limits | – |
//! | [`viet`] | the one normalisation of text; legacy encodings; folding; syllables | – |
//! | [`ocr`] | pictures of pages to words: drawing, tesseract, mending of slips | `read` |
//! | [`extract`] | pages to fields, footnotes, citations | `viet` |
//! | [`link`] | which held document a citation means | – |
//! | [`store`] | SQLite: the archive's truth | – |
//! | [`index`] | tantivy: the search index, derived from the store | `viet` |
//! | [`pipeline`] | walk, worker processes, sandbox, batches, linking and indexing of a batch | all but `report`, `serve`, `cli` |
//! | [`report`] | trace, audit, registers, exports, what a run changed, the morning report as values | `store`, `index`, `link` |
//! | [`serve`] | the local web page and its data, read-only | `report`, `store`, `index`, `pipeline`, `link` |
//! | [`cli`] | commands, messages in Vietnamese and English, the terminal | `pipeline`, `report`, `store`, `index`, `serve` |
//!
//! Tables (kinds, bodies, law names, abbreviations, legacy encodings) are data: `src/tables/*.tsv`, each with its source.
//! `tests/it/architecture.rs` holds this table.
//!
//! # Invariants
//!
//! - Every offset is a byte in the stored text of a page, half-open; pages count from 1. Text is NFC.
//! - The pure rooms never fail on odd input: they return the value and what was odd ([`model::Warning`]). A file that cannot be
//!   read is a [`model::ReadError`], recorded with the file.
//! - A document is known by the hash of its bytes; its number is an attribute. Copies are one document with several files.
//! - Linking depends on the set of documents only, never on their order: an archive that grew over many runs exports the same
//!   bytes as one made from nothing (`tests/it/pipeline.rs`).
//! - Nothing is dropped: unreadable files, unresolved and ambiguous citations are stored states with reasons.
//! - SQLite first, then the index with SQLite's generation in its payload, then SQLite's note of it: after a kill the index is
//!   behind and is caught up by the next run; a batch is one transaction.
//! - The tables have a version and a known shape; older ones are brought over in one transaction after a copy was made
//!   (`store::migrate`), others are refused. A write that fails at any point leaves an archive that the next run mends
//!   (`tests/it/durability.rs`).
//! - Untrusted bytes are parsed only in worker processes that can open no file and no socket, within limits of time and memory.
//!
//! # Glossary
//!
//! | identifier | tiếng Việt | meaning |
//! |---|---|---|
//! | `number`, `symbol` | số, ký hiệu | `16` and `KH-UBND` of `16/KH-UBND` |
//! | `kind` | tên loại | type of document: kế hoạch, quyết định, công văn … |
//! | `issuer`, `parent` | cơ quan ban hành, cơ quan chủ quản | issuing body, the body above it |
//! | `subject` | trích yếu | what it is about, one line |
//! | `place`, `date` | địa danh, ngày tháng | of the date line |
//! | `signer`, `signer_title`, `authority` | người ký, chức vụ, quyền hạn | `TM. ỦY BAN NHÂN DÂN` is an authority |
//! | `urgency`, `secrecy` | độ khẩn, độ mật | marks |
//! | `recipients` | nơi nhận | to whom it went |
//! | `citation`, mention | viện dẫn | one place where another document is named |
//! | `pinpoint` | điều, khoản, điểm | the cited part |
//! | `basis` … | căn cứ … | what the document does with the cited one ([`model::Relation`]) |
//! | `part` | văn bản kèm trong cùng tệp | another paper in a document's file: a decision behind its cover letter ([`model::Part`]) |
//! | `footnote`, `anchor` | chú thích, chỗ đánh dấu | a note and the words it marks |
//! | held, conflict, ambiguous, missing | có, không khớp, chưa rõ, chưa có | states of a citation ([`model::LinkState`]) |
//! | `den`, `di` | văn bản đến, đi | incoming, outgoing |
//! | archive | kho | the folder `.congvan` |

pub mod cli;
pub mod extract;
pub mod index;
pub mod link;
pub mod model;
pub mod ocr;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod serve;
pub mod store;
pub mod viet;
