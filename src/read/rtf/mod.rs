//! RTF: text with the fonts' own encodings, notes, tables, heads and feet.

mod token;

use std::collections::BTreeMap;
use std::mem::take;
use std::sync::Arc;

use encoding_rs::{Encoding, WINDOWS_1252};

use self::token::{Token, Tokens};
use super::Limits;
use super::flow::{Lines, Pages, finish};
use super::ordinal::Numerals;
use super::symbol;
use super::table::{Cell, place};
use crate::model::{ErrorCode, FileFacts, Format, RawBlock, RawDocument, ReadError, Role, Style};

/// Deeper groups are read as parts of the deepest.
const DEEPEST: usize = 500;

/// Groups whose text is no text of the document. Groups that begin `\*` are passed over, too, unless known.
#[rustfmt::skip]
const UNSEEN: &[&str] = &[
    "colortbl", "stylesheet", "pict", "object", "fldinst", "nonshppict", "listtable", "listoverridetable", "rsidtbl", "generator",
    "xe", "tc", "filetbl", "revtbl", "themedata", "datastore", "latentstyles", "annotation", "atnid", "atnauthor", "sp", "comment",
    "operator", "keywords", "subject", "doccomm", "private", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "pnseclvl", "template",
];

/// Reads RTF.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let mut reader = Reader { code_page: WINDOWS_1252, ..Reader::default() };
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open => reader.open(),
            Token::Close => reader.close(),
            Token::Byte(byte) => reader.byte(byte),
            Token::Sign(sign) => reader.sign(sign),
            Token::Word("bin", length) => tokens.pass(length.and_then(|n| usize::try_from(n).ok()).unwrap_or_default()),
            Token::Word(word, number) => reader.word(word, number),
        }
    }
    while !reader.stack.is_empty() {
        reader.close();
    }
    reader.end_paragraph();
    reader.end_table();
    let mut pages = Pages::default();
    for item in reader.out.items {
        match item {
            Item::Block(block) => pages.push(block),
            Item::Page => pages.break_page(limits)?,
        }
    }
    if let Some(page) = pages.get_mut(0) {
        page.blocks.splice(..0, reader.heads);
        page.blocks.extend(reader.feet);
    }
    let pages = pages.finish();
    if pages.iter().all(|page| page.blocks.is_empty()) {
        let message = "The RTF file has no text; if it shows a picture of a page, its text must be recognised (OCR).";
        return Err(ReadError::new(ErrorCode::NoText, message));
    }
    Ok(RawDocument { facts: reader.facts, ..finish(Format::Rtf, pages, Vec::new()) })
}

#[derive(Debug)]
enum Item {
    Block(RawBlock),
    Page,
}

/// Where text goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Target {
    #[default]
    Body,
    Nowhere,
    Fonts,
    Head,
    Foot,
    Note(u32),
    Title,
    Author,
}

/// What holds within a group.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own in the format")]
#[derive(Debug, Clone)]
struct State {
    target: Target,
    style: Style,
    font: i32,
    hidden: bool,
    capitals: bool,
    centred: bool,
    in_table: bool,
    /// Bytes that stand after `\u` for readers without Unicode.
    fallback: usize,
    /// The group begins with `\*`.
    starred: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            target: Target::Body,
            style: Style { size: 12.0, ..Style::default() },
            font: 0,
            hidden: false,
            capitals: false,
            centred: false,
            in_table: false,
            fallback: 1,
            starred: false,
        }
    }
}

/// A stream of text: the body, or what stands apart from it.
#[derive(Debug, Default)]
struct Out {
    items: Vec<Item>,
    lines: Lines,
    table: Option<Table>,
    notes: Vec<RawBlock>,
}

#[derive(Debug, Default)]
struct Table {
    cells: Vec<Cell>,
    blocks: Vec<RawBlock>,
    row: u16,
    column: u16,
    lines: bool,
}

#[derive(Debug, Default)]
struct Font {
    name: String,
    encoding: Option<&'static Encoding>,
    pictures: bool,
}

struct Reader {
    code_page: &'static Encoding,
    state: State,
    /// Outer states; with the outer stream where a group has its own.
    stack: Vec<(State, Option<Out>)>,
    too_deep: usize,
    out: Out,
    /// Bytes not yet decoded.
    bytes: Vec<u8>,
    /// A surrogate that waits for its second half.
    high: Option<u16>,
    skip: usize,
    fonts: BTreeMap<i32, Font>,
    font_names: BTreeMap<i32, Arc<str>>,
    default_font: i32,
    tables: u16,
    notes: u32,
    heads: Vec<RawBlock>,
    feet: Vec<RawBlock>,
    facts: FileFacts,
    side_border: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            code_page: WINDOWS_1252,
            state: State::default(),
            stack: Vec::new(),
            too_deep: 0,
            out: Out::default(),
            bytes: Vec::new(),
            high: None,
            skip: 0,
            fonts: BTreeMap::new(),
            font_names: BTreeMap::new(),
            default_font: 0,
            tables: 0,
            notes: 0,
            heads: Vec::new(),
            feet: Vec::new(),
            facts: FileFacts::default(),
            side_border: false,
        }
    }
}

impl Reader {
    fn open(&mut self) {
        self.flush();
        if self.stack.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        self.stack.push((self.state.clone(), None));
        self.state.starred = false;
        self.skip = 0;
    }

    fn close(&mut self) {
        self.flush();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some((state, outer)) = self.stack.pop() else { return };
        if let Some(outer) = outer {
            self.end_paragraph();
            self.end_table();
            let inner = std::mem::replace(&mut self.out, outer);
            let blocks = inner.items.into_iter().filter_map(|item| if let Item::Block(b) = item { Some(b) } else { None });
            match self.state.target {
                Target::Note(id) => self.out.notes.extend(blocks.map(|b| RawBlock { role: Role::Note(id), ..b })),
                Target::Head => add_margin(&mut self.heads, blocks, Role::Header),
                Target::Foot => add_margin(&mut self.feet, blocks, Role::Footer),
                _ => {}
            }
        }
        self.state = state;
        self.skip = 0;
    }

    /// Gives the group a stream of its own.
    fn apart(&mut self, target: Target) {
        if let Some((_, outer @ None)) = self.stack.last_mut() {
            *outer = Some(take(&mut self.out));
            self.state.target = target;
            self.state.in_table = false;
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.bytes.len() < 1 << 16 {
            self.bytes.push(byte);
        } else {
            self.flush();
            self.bytes.push(byte);
        }
    }

    /// Decodes the bytes that were gathered.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = take(&mut self.bytes);
        let font = self.fonts.get(&self.state.font);
        if font.is_some_and(|f| f.pictures) && matches!(self.state.target, Target::Body | Target::Note(_)) {
            let name = font.map(|f| f.name.clone()).unwrap_or_default();
            let text: String = bytes.iter().filter_map(|b| symbol::shown(&name, u32::from(*b))).collect();
            self.text(&text);
            return;
        }
        let encoding = font.and_then(|f| f.encoding).unwrap_or(self.code_page);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        match self.state.target {
            Target::Nowhere => {}
            Target::Fonts => self.fonts.entry(self.state.font).or_default().name.push_str(text),
            Target::Title => self.facts.title.get_or_insert_default().push_str(text),
            Target::Author => self.facts.author.get_or_insert_default().push_str(text),
            Target::Body | Target::Head | Target::Foot | Target::Note(_) => {
                if !self.state.hidden {
                    let style = self.style();
                    let legacy = style.font.as_deref().is_some_and(|f| f.starts_with('.') || f.starts_with("VN"));
                    if self.state.capitals && !legacy {
                        self.out.lines.push(&text.to_uppercase(), &style);
                    } else {
                        self.out.lines.push(text, &style);
                    }
                }
            }
        }
    }

    fn style(&mut self) -> Style {
        let fonts = &self.fonts;
        let number = self.state.font;
        let font = match self.font_names.get(&number) {
            Some(name) => Some(Arc::clone(name)),
            None => fonts.get(&number).map(|font| {
                let name: Arc<str> = Arc::from(font.name.trim().trim_end_matches(';'));
                self.font_names.insert(number, Arc::clone(&name));
                name
            }),
        };
        Style { font, ..self.state.style.clone() }
    }

    fn sign(&mut self, sign: u8) {
        if sign == b'*' {
            self.state.starred = true;
            return;
        }
        self.flush();
        match sign {
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'\\' | b'{' | b'}' => self.text(char::from(sign).encode_utf8(&mut [0; 4])),
            b'\n' | b'\r' => self.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        self.flush();
        self.skip = 0;
        let on = number != Some(0);
        let value = number.unwrap_or_default();
        if self.state.starred {
            self.state.starred = false;
            if !matches!(word, "shpinst" | "shptxt" | "pnstart" | "fldrslt" | "ud") {
                self.state.target = Target::Nowhere;
            }
            return;
        }
        if UNSEEN.contains(&word) {
            self.state.target = Target::Nowhere;
            return;
        }
        if self.state.target == Target::Nowhere {
            return;
        }
        match word {
            "ansicpg" => self.code_page = code_page(value).unwrap_or(self.code_page),
            "deff" => self.default_font = value,
            "fonttbl" => self.state.target = Target::Fonts,
            "fcharset" => self.charset(value),
            "f" => self.state.font = value,
            "title" => self.state.target = Target::Title,
            "author" => self.state.target = Target::Author,
            "header" | "headerl" | "headerr" | "headerf" => self.apart(Target::Head),
            "footer" | "footerl" | "footerr" | "footerf" => self.apart(Target::Foot),
            "footnote" => {
                let id = self.notes;
                self.apart(Target::Note(id));
            }
            "u" => self.unicode(value),
            "uc" => self.state.fallback = usize::try_from(value).unwrap_or(1).min(8),
            "plain" => {
                self.state.style = Style { size: 12.0, ..Style::default() };
                self.state.font = self.default_font;
                self.state.hidden = false;
                self.state.capitals = false;
            }
            "b" => self.state.style.bold = on,
            "i" => self.state.style.italic = on,
            "fs" => self.state.style.size = f32::from(u16::try_from(value).unwrap_or(24)) / 2.0,
            "super" => self.state.style.superscript = on,
            "up" => self.state.style.superscript = value >= 4,
            "sub" | "nosupersub" => self.state.style.superscript = false,
            "v" | "deleted" => self.state.hidden = on,
            "caps" => self.state.capitals = on,
            "pard" => {
                self.state.centred = false;
                self.state.in_table = false;
            }
            "qc" => self.state.centred = true,
            "ql" | "qr" | "qj" => self.state.centred = false,
            "intbl" => self.state.in_table = true,
            "par" | "nestcell" => self.end_paragraph(),
            "line" => self.out.lines.break_line(),
            "page" => self.page(),
            "sect" => {
                self.end_paragraph();
                self.page();
            }
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "clbrdrl" | "clbrdrr" | "trbrdrl" | "trbrdrr" | "trbrdrv" => self.side_border = true,
            "clbrdrt" | "clbrdrb" | "trbrdrt" | "trbrdrb" | "trbrdrh" | "cellx" => self.side_border = false,
            "brdrs" | "brdrth" | "brdrdb" | "brdrdot" | "brdrdash" | "brdrhair" if take(&mut self.side_border) => {
                self.out.table.get_or_insert_default().lines = true;
            }
            "chftn" => self.note_mark(),
            _ => {
                if let Some(text) = character(word) {
                    self.text(text);
                }
            }
        }
    }

    fn charset(&mut self, charset: i32) {
        let font = self.fonts.entry(self.state.font).or_default();
        font.pictures = charset == 2;
        font.encoding = match charset {
            163 => code_page(1258),
            238 => code_page(1250),
            204 => code_page(1251),
            128 => code_page(932),
            134 => code_page(936),
            _ => None,
        };
    }

    fn unicode(&mut self, value: i32) {
        // Above 32767 the number is written negative.
        let unit = u16::try_from(if value < 0 { value + 0x1_0000 } else { value }).unwrap_or(0xFFFD);
        self.skip = self.state.fallback;
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let mut text = String::from_utf16_lossy(&units);
        if text.contains(symbol::is_private) {
            let font = self.fonts.get(&self.state.font).map(|f| f.name.clone()).unwrap_or_default();
            text = symbol::shown(&font, u32::from(unit)).map(String::from).unwrap_or_default();
        }
        self.text(&text);
    }

    fn note_mark(&mut self) {
        if matches!(self.state.target, Target::Note(_)) {
            return;
        }
        self.notes = self.notes.saturating_add(1);
        let style = Style { superscript: true, note: Some(self.notes), ..self.style() };
        self.out.lines.push(&Numerals::Decimal.write(self.notes), &style);
    }

    fn page(&mut self) {
        if self.out.table.is_none() && self.state.target == Target::Body {
            if !self.out.lines.is_blank() {
                self.end_paragraph();
            }
            self.out.items.push(Item::Page);
        }
    }

    fn end_paragraph(&mut self) {
        let block = self.out.lines.take(Role::Paragraph, self.state.centred);
        if self.state.in_table {
            self.out.table.get_or_insert_default().blocks.extend(block);
            return;
        }
        if block.is_some() {
            self.end_table();
        }
        self.out.items.extend(block.map(Item::Block));
        if self.out.table.is_none() {
            let notes = take(&mut self.out.notes);
            self.out.items.extend(notes.into_iter().map(Item::Block));
        }
    }

    fn end_cell(&mut self) {
        let block = self.out.lines.take(Role::Paragraph, self.state.centred);
        let table = self.out.table.get_or_insert_default();
        table.blocks.extend(block);
        let blocks = take(&mut table.blocks);
        table.cells.push(Cell { row: table.row, column: table.column, blocks });
        table.column = table.column.saturating_add(1);
    }

    fn end_row(&mut self) {
        if let Some(table) = &mut self.out.table {
            table.row = table.row.saturating_add(1);
            table.column = 0;
        }
    }

    fn end_table(&mut self) {
        let Some(mut table) = self.out.table.take() else { return };
        if !table.blocks.is_empty() {
            table.cells.push(Cell { row: table.row, column: table.column, blocks: table.blocks });
        }
        if table.cells.is_empty() {
            return;
        }
        let blocks = place(self.tables, table.cells, table.lines);
        self.tables = self.tables.saturating_add(1);
        self.out.items.extend(blocks.into_iter().map(Item::Block));
        let notes = take(&mut self.out.notes);
        self.out.items.extend(notes.into_iter().map(Item::Block));
    }
}

/// Heads and feet that say the same are kept once.
fn add_margin(list: &mut Vec<RawBlock>, blocks: impl Iterator<Item = RawBlock>, role: Role) {
    for block in blocks {
        let block = RawBlock { role, ..block };
        if !list.contains(&block) {
            list.push(block);
        }
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// Control words that stand for characters.
fn character(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" => "\t",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "emspace" | "enspace" | "qmspace" => " ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::read::probe;

    fn shape(body: &str) -> String {
        let text = format!(
            r"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0\fcharset0 Times New Roman;}}{{\f1\fcharset163 Arial;}}{{\f2\fcharset2 Wingdings;}}{{\f3 .VnTime;}}}}{body}}}"
        );
        probe::shape(&probe::document(text.as_bytes()))
    }

    #[test]
    fn reads_text_in_its_encodings() {
        for (body, expected) in [
            (r"S\u7889?: 16/KH\par\qc\b UBND\b0  x\par", "Số: 16/KH¶=<b UBND> x"),
            (r"\f1 h\'f4\'ecm nay\f3  Ngh\'de \'ae\'denh\f2 \'fc\par", "hô\u{301}m nay NghÞ ®Þnh✓"),
            (r"a\line b\tab c\~d\_e\endash f\{\}\par", "a/b\tc\u{a0}d-e–f{}"),
            (r"{\*\generator X;}{\info{\title T}}{\v ẩn}{\field{\*\fldinst HYPERLINK}{\fldrslt Lu\u7853?t}}\par", "Luật"),
            (r"{\listtext 1.\tab}M\u7909?c\page B\par", "1.\tMục‖B"),
            (r"x{\super\chftn}{\footnote \pard{\super\chftn} ch\'fa\par}y\par z\par", "x<s 1>#1y¶n1: chú¶z"),
            (
                r"\trowd\cellx1\cellx2\intbl A\cell B\cell\row\trowd\intbl C\par D\cell\cell\row\pard sau\par",
                "0.0.0L:A¶0.0.1R:B¶0.1.0L:C¶0.1.0L:D¶sau",
            ),
            (r"\trowd\clbrdrl\brdrs\cellx1\intbl A\cell B\cell\row\pard", "0.0.0:A¶0.0.1:B"),
            (r"{\header CÔNG\par}{\footer F\par}th\u226?n\par", "head:CÃ”NG¶thân¶foot:F"),
            (r"\u-10179?\u-8704?x\par", "😀x"),
        ] {
            assert_eq!(shape(body), expected, "{body}");
        }
    }

    #[test]
    fn depth_cuts_and_changes_do_no_harm() {
        let _ = crate::read::read(format!("{{\\rtf1 {}x", "{".repeat(100_000)).as_bytes(), &crate::read::Limits::default());
        probe::torture(
            br"{\rtf1{\fonttbl{\f0 A;}}a\u7889?{\footnote b\par}\trowd\intbl c\cell\row\bin3 xyz\'e1{\header d\par}\par}",
        );
    }
}
