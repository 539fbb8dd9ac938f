//! The fields of the index. A change here needs a new [`VERSION`]: older indexes are then rebuilt.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{RawTokenizer, TokenizerManager};

use super::analyzer::{Analyzer, Spelling};
use super::pairs::Pairs;

/// Raised whenever documents are indexed in another way.
pub(super) const VERSION: u32 = 6;

/// Handles of the fields. Text fields come folded with positions; `exact` holds all words with their accents, without positions:
/// positions of both would double the index, and equal positions make those of the folded words serve for both.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Row in the store.
    pub row: Field,
    /// Document id.
    pub id: Field,
    /// Terms of its own number, and of those of its file's other papers.
    pub own: Field,
    /// Terms of the numbers it cites.
    pub cites: Field,
    /// Rows of the documents that cite it.
    pub cited_by: Field,
    /// How many cite it.
    pub cited: Field,
    /// Code of its kind; behind it those of its file's other papers.
    pub kind: Field,
    /// Its symbol, folded, for grading.
    pub symbol: Field,
    /// Its ordinal as a number, for sorting.
    pub ordinal: Field,
    /// Year it is filed under.
    pub year: Field,
    /// Year in its number.
    pub number_year: Field,
    /// Days since year 0.
    pub date: Field,
    /// The issuer's name as shown.
    pub issuer: Field,
    /// The issuer's comparable name, that of the body above it, the place.
    pub body: Field,
    /// Direction.
    pub direction: Field,
    /// `missing`, `conflict`, `draft`.
    pub state: Field,
    /// Group of copies and twins.
    pub group: Field,
    /// Body and notes.
    pub text: Field,
    /// Tables.
    pub tables: Field,
    /// Subject.
    pub subject: Field,
    /// Issuer, its parent, place, signer, file name.
    pub head: Field,
    /// Recipients.
    pub recipients: Field,
    /// Signer.
    pub signer: Field,
    /// All words with accents.
    pub exact: Field,
    /// Neighbours that are met often, without accents, of all the fields that are folded.
    pub pairs: Field,
    /// `cchc=cải cách hành chính` and `cai cach hanh chinh=cchc`: abbreviations that documents define, both ways.
    pub defines: Field,
}

/// Makes the schema.
pub(super) fn build() -> (Schema, Fields) {
    let mut b = Schema::builder();
    let indexed = |tokenizer: &str, option| {
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option))
    };
    let folded = indexed("folded", IndexRecordOption::WithFreqsAndPositions);
    let exact = indexed("exact", IndexRecordOption::Basic);
    let pairs = TextFieldIndexing::default().set_tokenizer("pairs").set_index_option(IndexRecordOption::Basic);
    let pairs = TextOptions::default().set_indexing_options(pairs.set_fieldnorms(false));
    let fields = Fields {
        row: b.add_u64_field("row", FAST | INDEXED),
        id: b.add_text_field("id", STRING),
        own: b.add_text_field("own", STRING),
        cites: b.add_text_field("cites", STRING),
        cited_by: b.add_u64_field("cited_by", INDEXED),
        cited: b.add_u64_field("cited", FAST),
        kind: b.add_text_field("kind", STRING | FAST),
        symbol: b.add_text_field("symbol", FAST),
        ordinal: b.add_u64_field("ordinal", FAST),
        year: b.add_u64_field("year", FAST | INDEXED),
        number_year: b.add_u64_field("number_year", FAST),
        date: b.add_i64_field("date", FAST),
        issuer: b.add_text_field("issuer", FAST),
        body: b.add_text_field("body", STRING),
        direction: b.add_text_field("direction", STRING | FAST),
        state: b.add_text_field("state", STRING | FAST),
        group: b.add_u64_field("group", FAST | INDEXED),
        text: b.add_text_field("text", folded.clone()),
        tables: b.add_text_field("tables", folded.clone()),
        subject: b.add_text_field("subject", folded.clone()),
        head: b.add_text_field("head", folded.clone()),
        recipients: b.add_text_field("recipients", folded.clone()),
        signer: b.add_text_field("signer", folded),
        exact: b.add_text_field("exact", exact),
        pairs: b.add_text_field("pairs", pairs),
        defines: b.add_text_field("defines", STRING),
    };
    (b.build(), fields)
}

/// The analyzers that the schema names; they must be there whenever an index is opened.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register("raw", RawTokenizer::default());
    // Tantivy asks for this one for every field that is not text, though it never uses it there.
    manager.register("default", RawTokenizer::default());
    manager.register("folded", Analyzer(Spelling::Folded));
    manager.register("exact", Analyzer(Spelling::Exact));
    manager.register("pairs", Pairs);
    manager
}
