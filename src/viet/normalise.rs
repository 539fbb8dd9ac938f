//! Raw pages to stored pages: legacy encodings decoded, Unicode NFC, look-alikes, blanks, with marks for what the runs and blocks
//! say.
//!
//! From here on every offset is a byte in the stored page text; there is no second cleaning. Readers give text in legacy
//! encodings as Windows-1252 characters (and a symbol font's as U+F0xx), untouched: U+00AD is `ư` in TCVN3.

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::alike;
use super::detect::{Evidence, is_plain, push_composed};
use super::legacy::{Encoding, Hint, decode, hint};
use crate::model::{Mark, Page, RawBlock, RawDocument, RawPage, RawRun, Role, Style, TextSource, What};

/// Turns the raw pages of a document into stored pages.
#[must_use]
pub fn normalise(raw: &RawDocument) -> Vec<Page> {
    let priors = Priors::of(raw);
    raw.pages.iter().map(|p| page(p, priors)).collect()
}

/// The sorts of fonts that are decided on apart: no legacy font, then each encoding that fonts announce.
const SORTS: [Option<Encoding>; 4] = [None, Some(Encoding::Tcvn3), Some(Encoding::Vni), Some(Encoding::Vps)];

/// The encoding that text stands in, for each of [`SORTS`].
type Decisions = [Option<Encoding>; SORTS.len()];

/// What a whole document's text stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Priors(Decisions);

impl Priors {
    fn of(raw: &RawDocument) -> Self {
        let mut evidence = [Evidence::default(); SORTS.len()];
        let mut plain = true;
        for block in raw.pages.iter().flat_map(|p| &p.blocks).filter(|b| !is_plain_block(b)) {
            plain = false;
            for (sort, sum) in SORTS.into_iter().zip(&mut evidence) {
                sum.add(&Evidence::of(&text_of(block, sort)));
            }
        }
        let mut priors = Self::default();
        if !plain {
            for ((sort, evidence), prior) in SORTS.into_iter().zip(&evidence).zip(&mut priors.0) {
                *prior = evidence.prior(sort);
            }
        }
        priors
    }
}

fn is_plain_block(block: &RawBlock) -> bool {
    block.lines.iter().flatten().all(|run| is_plain(&run.text, hint(run.style.font.as_deref())))
}

/// The text of a block that is set in one sort of font, composed.
fn text_of(block: &RawBlock, sort: Option<Encoding>) -> Vec<char> {
    let mut text = Vec::new();
    for line in &block.lines {
        for run in line.iter().filter(|r| hint(r.style.font.as_deref()).encoding == sort) {
            run.text.chars().for_each(|c| push_composed(&mut text, c));
        }
        text.push('\n');
    }
    text
}

fn page(raw: &RawPage, priors: Priors) -> Page {
    let body_size = body_size(raw);
    let mut out = Page { source: raw.source, ..Page::default() };
    let mut before: Option<&RawBlock> = None;
    // Empty cells since.
    let mut empty = 0;
    for block in &raw.blocks {
        let mut inner = Page::default();
        let decoding = decisions(block, priors);
        for (i, line) in block.lines.iter().enumerate() {
            if i > 0 {
                trim_end(&mut inner.text);
                inner.text.push('\n');
            }
            match &decoding {
                None => push_plain_line(&mut inner, line, body_size),
                Some(decisions) => push_line(&mut inner, line, *decisions, body_size),
            }
        }
        trim_end(&mut inner.text);
        if inner.text.is_empty() {
            empty += usize::from(before.is_some_and(|before| same_row(before, block)));
            continue;
        }
        if decoding.is_some_and(|d| d.iter().any(Option::is_some)) && out.source == TextSource::Own {
            out.source = TextSource::Repaired;
        }
        if let Some(before) = before {
            if same_row(before, block) {
                (0..=empty).for_each(|_| out.text.push('\t'));
            } else {
                out.text.push_str("\n\n");
            }
        }
        empty = 0;
        before = Some(block);
        let base = offset(out.text.len());
        out.text.push_str(&inner.text);
        let end = offset(out.text.len());
        out.marks.push(Mark {
            start: base,
            end,
            what: What::Block { role: block.role, side: block.side, centred: block.centred },
        });
        // The page promises its marks by start, longest first.
        inner.marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
        for mark in inner.marks {
            let (start, end) = (base + mark.start, (base + mark.end).min(end));
            if start < end {
                out.marks.push(Mark { start, end, what: mark.what });
            }
        }
    }
    out
}

/// In which encoding the text of each of [`SORTS`] stands in this block; `None` where no run needs a closer look.
fn decisions(block: &RawBlock, priors: Priors) -> Option<Decisions> {
    if is_plain_block(block) && priors.0[0].is_none() {
        return None;
    }
    let mut decisions = [None; SORTS.len()];
    for ((sort, prior), decision) in SORTS.into_iter().zip(priors.0).zip(&mut decisions) {
        let text = text_of(block, sort);
        *decision = Evidence::of(&text).decide(sort, prior);
        // Small ASCII letters in a font of capitals are capitals, where the document's other text shows that the font was used so.
        if decision.is_none() && text.iter().all(char::is_ascii) {
            *decision = prior.filter(|p| *p == Encoding::Tcvn3 && sort.is_some());
        }
    }
    Some(decisions)
}

/// Neighbouring cells of one row stand on one line, unless one of them has several lines; an empty one between them keeps its
/// place.
fn same_row(a: &RawBlock, b: &RawBlock) -> bool {
    match (a.role, b.role) {
        (Role::Cell { table, row, column }, Role::Cell { table: other, row: below, column: next }) => {
            table == other && row == below && column != next && a.lines.len() <= 1 && b.lines.len() <= 1
        }
        _ => false,
    }
}

/// The size most characters of a page are set in; 0 where sizes are unknown.
fn body_size(raw: &RawPage) -> f32 {
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for run in raw.blocks.iter().flat_map(|b| b.lines.iter().flatten()) {
        let size = (run.style.size * 2.0).round() / 2.0;
        match counts.iter_mut().find(|(s, _)| (*s - size).abs() < 0.01) {
            Some((_, n)) => *n += run.text.len(),
            None => counts.push((size, run.text.len())),
        }
    }
    counts.into_iter().filter(|(s, _)| *s > 0.0).max_by_key(|(_, n)| *n).map_or(0.0, |(s, _)| s)
}

/// A line whose runs are in NFC, or nearly: the quick way, without looking at single characters twice.
fn push_plain_line(page: &mut Page, line: &[RawRun], body_size: f32) {
    for run in line {
        let start = offset(page.text.len());
        if is_nfc_quick(run.text.chars()) == IsNormalized::Yes {
            run.text.chars().for_each(|c| push_char(&mut page.text, c));
        } else {
            run.text.nfc().for_each(|c| push_char(&mut page.text, c));
        }
        mark_style(page, &run.style, start, body_size);
    }
}

/// A character on its way into the page.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    c: char,
    /// The run it came from.
    run: usize,
    /// Which of the line's repairs it belongs to, from 1; 0 if none.
    repair: usize,
}

/// A line that needs a closer look: decoded, look-alikes replaced, composed over the borders of runs.
fn push_line(page: &mut Page, line: &[RawRun], decisions: Decisions, body_size: f32) {
    let hints: Vec<Hint> = line.iter().map(|r| hint(r.style.font.as_deref())).collect();
    let mut originals: Vec<String> = Vec::new();
    let mut glyphs: Vec<Glyph> = Vec::new();
    let decision = |h: &Hint| SORTS.iter().position(|s| *s == h.encoding).and_then(|i| decisions[i]);
    let mut run = 0;
    while let Some(first) = hints.get(run) {
        let encoding = decision(first);
        let mut next = run + 1;
        while hints.get(next).is_some_and(|h| decision(h) == encoding) {
            next += 1;
        }
        let source: Vec<Glyph> = (run..next)
            .flat_map(|run| line.get(run).into_iter().flat_map(move |r| r.text.chars().map(move |c| Glyph { c, run, repair: 0 })))
            .collect();
        match encoding {
            None => glyphs.extend(source.iter().filter(|g| !is_invisible(g.c)).map(|g| Glyph { c: symbol(g.c), ..*g })),
            Some(encoding) => push_decoded(&mut glyphs, &mut originals, &source, encoding, &hints),
        }
        run = next;
    }
    repair_alikes(&mut glyphs, &mut originals);
    compose_all(&mut glyphs);

    let mut ends: Vec<(u32, u32)> = vec![(u32::MAX, 0); originals.len()];
    let mut rest = glyphs.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().position(|g| g.run != first.run).unwrap_or(rest.len());
        let (stretch, after) = rest.split_at(length);
        let start = offset(page.text.len());
        for glyph in stretch {
            let from = offset(page.text.len());
            push_char(&mut page.text, glyph.c);
            if let Some(span) = glyph.repair.checked_sub(1).and_then(|i| ends.get_mut(i)) {
                *span = (span.0.min(from), span.1.max(offset(page.text.len())));
            }
        }
        if let Some(run) = line.get(first.run) {
            mark_style(page, &run.style, start, body_size);
        }
        rest = after;
    }
    for ((start, end), original) in ends.into_iter().zip(originals) {
        if start < end {
            page.marks.push(Mark { start, end, what: What::Repaired(original) });
        }
    }
}

/// Decodes a stretch of runs in one encoding. What does not change bears no mark.
fn push_decoded(glyphs: &mut Vec<Glyph>, originals: &mut Vec<String>, source: &[Glyph], encoding: Encoding, hints: &[Hint]) {
    let chars: Vec<char> = source.iter().map(|g| g.c).collect();
    let mut decoded: Vec<Glyph> = Vec::with_capacity(source.len());
    decode(encoding, &chars, |c, at| {
        if let Some(from) = source.get(at).filter(|_| !is_invisible(c)) {
            decoded.push(Glyph { c, ..*from });
        }
    });
    if encoding == Encoding::Tcvn3 {
        capitals(&mut decoded, hints);
    }
    if decoded.iter().map(|g| g.c).eq(chars.iter().copied()) {
        glyphs.append(&mut decoded);
        return;
    }
    originals.push(chars.into_iter().collect());
    glyphs.extend(decoded.into_iter().map(|g| Glyph { repair: originals.len(), ..g }));
}

/// TCVN3 has no marked capitals: fonts named `…H` show capitals; without a font's name the ASCII letters beside tell, and in
/// another font a whole line of them, since a page may name its font once for all of its text.
fn capitals(glyphs: &mut [Glyph], hints: &[Hint]) {
    let (upper, lower) = glyphs.iter().fold((0usize, 0usize), |(u, l), g| {
        (u + usize::from(g.c.is_ascii_uppercase()), l + usize::from(g.c.is_ascii_lowercase()))
    });
    let line_of_capitals = upper >= 3 && upper > lower * 4;
    for word in glyphs.split_mut(|g| !g.c.is_alphabetic()) {
        let upper = word.iter().filter(|g| g.c.is_ascii_uppercase()).count();
        let whole = !word.iter().any(|g| g.c.is_ascii_lowercase()) && (upper >= 2 || line_of_capitals);
        for glyph in word {
            let font = hints.get(glyph.run).copied().unwrap_or_default();
            if font.capitals || (whole && (font.encoding.is_none() || line_of_capitals)) {
                let mut capital = glyph.c.to_uppercase();
                if let (Some(c), None) = (capital.next(), capital.next()) {
                    glyph.c = c;
                }
            }
        }
    }
}

fn repair_alikes(glyphs: &mut [Glyph], originals: &mut Vec<String>) {
    for word in glyphs.split_mut(|g| !alike::joins(g.c)) {
        let chars: Vec<char> = word.iter().map(|g| g.c).collect();
        if let Some(repaired) = alike::repaired(&chars) {
            originals.push(chars.into_iter().collect());
            for (glyph, c) in word.iter_mut().zip(repaired) {
                *glyph = Glyph { c, run: glyph.run, repair: originals.len() };
            }
        }
    }
}

/// Canonical composition where a mark may stand in another run than its letter; the letter's run keeps the whole.
fn compose_all(glyphs: &mut Vec<Glyph>) {
    if is_nfc_quick(glyphs.iter().map(|g| g.c)) == IsNormalized::Yes {
        return;
    }
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs.as_slice();
    while let Some(first) = rest.first() {
        let mut length = 1;
        let mut whole = first.c;
        while let Some(next) = rest.get(length) {
            match compose(whole, next.c) {
                Some(composed) => whole = composed,
                None if is_mark(next.c) => {}
                None => break,
            }
            length += 1;
        }
        let (cluster, after) = rest.split_at(length);
        out.extend(cluster.iter().map(|g| g.c).nfc().map(|c| Glyph { c, ..*first }));
        rest = after;
    }
    *glyphs = out;
}

/// Does it stand on the letter before it? A few signs are no marks themselves and stand for several (U+0F81).
fn is_mark(c: char) -> bool {
    let mut first = None;
    decompose_canonical(c, |part| {
        first.get_or_insert(part);
    });
    first.is_some_and(|part| canonical_combining_class(part) != 0)
}

/// Marks the text from `start` to the page's end with what its style says.
fn mark_style(page: &mut Page, style: &Style, start: u32, body_size: f32) {
    let end = offset(page.text.len());
    if start == end {
        return;
    }
    let mut mark = |on: bool, what: What| {
        if on {
            match page.marks.iter_mut().rev().find(|m| m.what == what) {
                Some(last) if last.end == start && !matches!(what, What::NoteMark(_)) => last.end = end,
                _ => page.marks.push(Mark { start, end, what }),
            }
        }
    };
    mark(style.superscript && style.note.is_none(), What::Superscript);
    mark(style.bold, What::Bold);
    mark(style.italic, What::Italic);
    mark(style.unsure, What::Unsure);
    mark(style.size > 0.0 && body_size > 0.0 && style.size < body_size * 0.9, What::Small);
    if let Some(id) = style.note {
        mark(true, What::NoteMark(id));
    }
}

/// Characters that are never shown.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffc}' | '\r'
    )
}

/// Bullets and arrows of Word's symbol fonts (Symbol, Wingdings) as the characters they show.
fn symbol(c: char) -> char {
    match c {
        '\u{f02d}' => '-',
        '\u{f0b7}' | '\u{f09f}' => '•',
        '\u{f0a7}' => '▪',
        '\u{f0d8}' => '➢',
        '\u{f0e0}' | '\u{f0f0}' => '→',
        '\u{f0fc}' => '✓',
        '\u{f06f}' | '\u{f0a8}' => '□',
        '\u{f0fe}' => '☑',
        c => c,
    }
}

/// Appends a character in stored form: look-alike Đ, no invisible characters, runs of blanks as one, tabs kept as column hints.
#[inline]
fn push_char(out: &mut String, c: char) {
    match c {
        '!'..='~' => out.push(c),
        '\u{d0}' | '\u{189}' => out.push('Đ'),
        '\u{f0}' | '\u{256}' => out.push('đ'),
        '\t' => {
            if !out.is_empty() && !out.ends_with(['\n', '\t']) {
                trim_end(out);
                out.push('\t');
            }
        }
        c if is_invisible(c) => {}
        c if c.is_whitespace() || c.is_control() => {
            if !out.is_empty() && !out.ends_with([' ', '\n', '\t']) {
                out.push(' ');
            }
        }
        c => out.push(c),
    }
}

fn trim_end(text: &mut String) {
    let kept = text.trim_end_matches([' ', '\t']).len();
    text.truncate(kept);
}

/// Offsets are 32 bit: a page of 4 GiB is refused long before.
fn offset(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::normalise;
    use crate::model::{FileFacts, Format, Page, RawBlock, RawDocument, RawPage, RawRun, Role, Style, TextSource, What};

    /// A document with one block a row, one run a `(font, text)`.
    fn pages(blocks: &[&[(&str, &str)]]) -> Vec<Page> {
        let run = |(font, text): &(&str, &str)| RawRun {
            text: (*text).to_owned(),
            style: Style { font: (!font.is_empty()).then(|| (*font).into()), ..Style::default() },
        };
        let blocks = blocks.iter().map(|runs| RawBlock { lines: vec![runs.iter().map(run).collect()], ..RawBlock::default() });
        let page = RawPage { source: TextSource::Own, blocks: blocks.collect() };
        normalise(&RawDocument {
            format: Format::Doc,
            pages: vec![page],
            declared: None,
            facts: FileFacts::default(),
            warnings: Vec::new(),
        })
    }

    fn check(blocks: &[&[(&str, &str)]], expected: &str, source: TextSource) {
        let pages = pages(blocks);
        assert_eq!(pages[0].text, expected);
        assert_eq!(pages[0].source, source, "{expected}");
        for mark in &pages[0].marks {
            assert!(pages[0].text.get(mark.start as usize..mark.end as usize).is_some(), "{expected}: {mark:?}");
        }
    }

    #[test]
    fn clean_text_stays_as_it_is() {
        let text = "Căn cứ Luật số 77/2015/QH13; diện tích 120 m² § 5 “nêu trên” – hà, là, cá, tôi";
        check(&[&[("", text)]], text, TextSource::Own);
        check(&[&[("", &text.nfd().collect::<String>())]], text, TextSource::Own);
        check(&[&[("", "a\u{a0} \u{200b}b\u{ad}c \tcột \t 2 ")]], "a bc\tcột\t2", TextSource::Own);
        check(&[&[("", "N\u{d0}-CP, Müller & Söhne, café señor")]], "NĐ-CP, Müller & Söhne, café señor", TextSource::Own);
    }

    #[test]
    fn empty_cells_keep_their_place_between_others() {
        let cell = |row, column, text: &str| RawBlock {
            role: Role::Cell { table: 0, row, column },
            lines: text.lines().map(|line| vec![RawRun { text: line.to_owned(), style: Style::default() }]).collect(),
            ..RawBlock::default()
        };
        let blocks = vec![
            cell(0, 0, "1"),
            cell(0, 1, ""),
            cell(0, 2, ""),
            cell(0, 3, "5"),
            cell(0, 4, ""),
            cell(1, 0, ""),
            cell(1, 1, "2"),
            cell(1, 2, ""),
            cell(1, 3, "a\nb"),
        ];
        let pages = normalise(&RawDocument {
            format: Format::Pdf,
            pages: vec![RawPage { source: TextSource::Own, blocks }],
            declared: None,
            facts: FileFacts::default(),
            warnings: Vec::new(),
        });
        assert_eq!(pages[0].text, "1\t\t\t5\n\n2\n\na\nb");
    }

    #[test]
    fn legacy_text_is_decoded_by_font() {
        check(&[&[(".VnTime", "NghÞ ®Þnh vÒ viÖc xö lý")]], "Nghị định về việc xử lý", TextSource::Repaired);
        check(
            &[&[(".VnTimeH", "céng hßa x· héi")], &[(".VnTimeH", "ban ")], &[("Times New Roman", "Số: 12/KH")]],
            "CỘNG HÒA XÃ HỘI\n\nBAN\n\nSố: 12/KH",
            TextSource::Repaired,
        );
        check(&[&[("VNI-Times", "Nghò ñ"), ("VNI-Times", "ònh")]], "Nghị định", TextSource::Repaired);
        check(&[&[("VPS Times", "Ngh\u{ce} \u{c7}\u{ce}nh")]], "Nghị định", TextSource::Repaired);
        check(&[&[(".VnTime", "\u{f0ae}\u{f0de}nh møc")]], "định mức", TextSource::Repaired);
    }

    #[test]
    fn legacy_fonts_over_unicode_text_change_nothing() {
        check(
            &[&[(".VnTime", "Nghị định về việc xử lý")], &[(".VnTime", "Hà là cá")]],
            "Nghị định về việc xử lý\n\nHà là cá",
            TextSource::Own,
        );
        check(&[&[(".VnTimeH", "Kế hoạch phát triển")], &[(".VnTimeH", "ban")]], "Kế hoạch phát triển\n\nban", TextSource::Own);
    }

    #[test]
    fn legacy_text_without_fonts_is_decoded_by_its_syllables() {
        let tcvn = "Uû ban nh©n d©n tØnh quyÕt ®Þnh ph\u{ad}¬ng ¸n";
        check(&[&[("", tcvn)], &[("", "§iÒu 2")]], "Uỷ ban nhân dân tỉnh quyết định phương án\n\nĐiều 2", TextSource::Repaired);
        check(&[&[("", "VIÖT NAM §éC LËP Tù DO H¹NH PHóC")]], "VIỆT NAM ĐỘC LẬP TỰ DO HẠNH PHÚC", TextSource::Repaired);
        check(
            &[
                &[("", "UÛY BAN NHAÂN DAÂN")],
                &[("", "Nghò ñònh cuûa Chính phuû veà vieäc ñöôïc höôûng chính saùch")],
                &[("", "NHAÂN DAÂN")],
            ],
            "ỦY BAN NHÂN DÂN\n\nNghị định của Chính phủ về việc được hưởng chính sách\n\nNHÂN DÂN",
            TextSource::Repaired,
        );
        check(&[&[("", "Uá»· ban nhÃ¢n dÃ¢n tá»‰nh")]], "Uỷ ban nhân dân tỉnh", TextSource::Repaired);
        check(&[&[("", "Quyêìt ðiònh cuÒa Bôò trýõÒng")]], "Quyết định của Bộ trưởng", TextSource::Repaired);
    }

    #[test]
    fn marks_join_their_letter_over_the_border_of_runs() {
        check(&[&[("", "Ho"), ("Arial", "\u{300}a tha\u{309}o")]], "Hòa thảo", TextSource::Own);
        // A sign that is no mark and stands for two; a syllable in three letters.
        check(&[&[("", "x\u{301}"), ("Arial", "\u{f81}")]], "x\u{f71}\u{f80}\u{301}", TextSource::Own);
        check(&[&[("", "\u{1112}\u{1161}"), ("Arial", "\u{11ab}")]], "한", TextSource::Own);
    }

    #[test]
    fn repairs_keep_what_stood_there() {
        let pages = pages(&[&[("", "Số 16/"), ("Arial", "\u{41a}\u{41d}-UBND ngày")], &[(".VnTime", "sè hiÖu")]]);
        let repaired: Vec<(&str, &str)> = pages[0]
            .marks
            .iter()
            .filter_map(|m| match &m.what {
                What::Repaired(original) => Some((pages[0].slice(m.start, m.end), original.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(repaired, [("16/KH-UBND", "16/\u{41a}\u{41d}-UBND"), ("số hiệu", "sè hiÖu")]);
    }
}
