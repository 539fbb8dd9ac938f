//! Owns a trace as a sheet that can be filed: one HTML file without anything outside it, for A4; every citation with its words,
//! its place and how it stands, both sides where they differ, and the SHA-256 of every file that is named.

use std::collections::BTreeMap;

use crate::model::{Kind, LinkState, PartialDate};

use super::lang::Lang;
use super::markup::escaped;
use super::place::Where;
use super::quote::one_line;
use super::trace::{Edge, NoteLine, Role, Side, Trace};
use super::view::Head;
use super::words;

/// How the sheet looks, on screen and on paper.
const STYLE: &str = "\
@page{size:A4;margin:20mm 15mm 20mm 30mm}
body{font-family:\"Times New Roman\",\"Liberation Serif\",serif;font-size:13pt;line-height:1.55;color:#1a1a1a;background:#fff;max-width:46em;margin:1.5em auto;padding:0 1em}
h1{font-size:16pt;text-align:center;margin:0 0 .2em}h2{font-size:14pt;margin:1.2em 0 .4em;border-bottom:1px solid #595959}h3{font-size:13pt;margin:.9em 0 .3em}
p{margin:.3em 0}table{border-collapse:collapse;width:100%;font-size:12pt;font-variant-numeric:tabular-nums}
th,td{border:1px solid #767676;padding:.25em .5em;text-align:left;vertical-align:top}th{font-weight:bold}
thead{display:table-header-group}tr,.edge{break-inside:avoid}
.edge{margin:.45em 0;padding-left:.6em;border-left:3px solid #767676}.edge .edge{margin-left:1.2em}
.held{border-left-style:solid;border-color:#17653a}.conflict{border-left-style:double;border-left-width:6px;border-color:#a4121c}
.ambiguous{border-left-style:dashed;border-color:#7a4b00}.missing{border-left-style:dotted;border-color:#5a3d8a}
.state{font-weight:bold}.quote{font-style:italic}.small,.hash{font-size:10.5pt;color:#404040}.hash{font-family:monospace;overflow-wrap:anywhere}
.lines{margin:.2em 0 .2em 1.2em;padding:0}.sign{margin-top:2em;display:flex;justify-content:space-between}
@media print{body{max-width:none;margin:0;padding:0}a{color:inherit;text-decoration:none}}
";

/// The sheet of a trace; `printed` is the day that stands on it.
#[must_use]
pub fn sheet(trace: &Trace, english: bool, printed: Option<PartialDate>) -> String {
    Sheet { trace, english }.page(printed)
}

struct Sheet<'a> {
    trace: &'a Trace,
    english: bool,
}

impl Sheet<'_> {
    fn pick<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        if self.english { en } else { vi }
    }

    fn date(&self, date: PartialDate) -> String {
        if self.english { date.to_string() } else { date.vietnamese() }
    }

    fn place(&self, place: &Where) -> String {
        let words = if self.english { place.english() } else { place.vietnamese() };
        let page = format!("{} {}", self.pick("trang", "page"), place.page);
        if words.contains(&page) { words } else { format!("{words}, {page}") }
    }

    fn page(&self, printed: Option<PartialDate>) -> String {
        let head = &self.trace.document;
        let title = if self.trace.reverse {
            self.pick("Văn bản viện dẫn", "Documents that cite")
        } else {
            self.pick("Lược đồ viện dẫn", "Trace of citations")
        };
        let name = self.name(head);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n",
            self.pick("vi", "en"),
            html(&name),
            title.to_uppercase()
        );
        out.push_str(&self.head(printed));
        if self.trace.reverse {
            out.push_str(&self.edges(&self.top()));
        } else {
            for note in self.trace.notes.iter().filter(|note| !note.edges.is_empty()) {
                out.push_str(&self.note(note));
            }
            if !self.trace.body.is_empty() {
                out.push_str(&format!("<h2>{} ({})</h2>\n", self.pick("Thân văn bản", "Body"), self.trace.body.len()));
                out.push_str(&self.edges(&self.trace.body));
            }
        }
        out.push_str(&self.files());
        out.push_str(&format!(
            "<div class=\"sign\"><p>{}</p><p>{}</p></div>\n</main>\n</body>\n</html>\n",
            self.pick("Người lập: ……………………………", "Drawn up by: ……………………………"),
            self.pick("Người kiểm tra: ……………………………", "Checked by: ……………………………")
        ));
        out
    }

    fn top(&self) -> Vec<usize> {
        (0..self.trace.edges.len()).filter(|i| self.trace.edges.get(*i).is_some_and(|e| e.parent.is_none())).collect()
    }

    /// A document by its number, else by its kind.
    fn name(&self, head: &Head) -> String {
        let kind = head.kind.map(|k| self.kind(k));
        head.number.clone().or(kind).unwrap_or_else(|| self.pick("Văn bản", "Document").to_owned())
    }

    fn kind(&self, kind: Kind) -> String {
        self.pick(kind.row().name, kind.row().english).to_owned()
    }

    fn head(&self, printed: Option<PartialDate>) -> String {
        let head = &self.trace.document;
        let absent = self.pick("không ghi", "not stated").to_owned();
        let tally = self.trace.tally;
        let counts = if self.trace.reverse {
            format!("{}", self.trace.documents)
        } else {
            let words = [
                (self.pick("có", "held"), tally.held),
                (self.pick("không khớp", "do not match"), tally.conflict),
                (self.pick("chưa rõ", "ambiguous"), tally.ambiguous),
                (self.pick("chưa có", "not held"), tally.missing),
            ];
            let parts: Vec<String> = words.iter().map(|(word, n)| format!("{word} {n}")).collect();
            format!(
                "{} {}, {} {}: {}",
                tally.total(),
                self.pick("lần", "mentions"),
                self.trace.documents,
                self.pick("văn bản", "documents"),
                parts.join(" · ")
            )
        };
        let rows = [
            (self.pick("Loại", "Type"), head.kind.map(|k| self.kind(k))),
            (self.pick("Số, ký hiệu", "Number"), head.number.clone()),
            (self.pick("Ngày", "Date"), head.date.map(|d| self.date(d))),
            (self.pick("Cơ quan ban hành", "Issuer"), head.issuer.clone()),
            (self.pick("Trích yếu", "Subject"), head.subject.clone()),
            (self.pick("Tệp", "File"), Some(head.path.clone())),
        ];
        let mut out = String::from("<table>\n");
        for (label, value) in rows {
            out.push_str(&format!(
                "<tr><th scope=\"row\">{label}</th><td>{}</td></tr>\n",
                html(&value.unwrap_or(absent.clone()))
            ));
        }
        out.push_str(&format!("<tr><th scope=\"row\">SHA-256</th><td class=\"hash\">{}</td></tr>\n", html(&head.sha256)));
        let label = if self.trace.reverse {
            self.pick("Được viện dẫn", "Cited by")
        } else {
            self.pick("Viện dẫn", "Citations")
        };
        out.push_str(&format!("<tr><th scope=\"row\">{label}</th><td>{counts}</td></tr>\n"));
        let printed = printed.map_or(absent, |day| self.date(day));
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{printed}</td></tr>\n</table>\n<p class=\"small\">{}</p>\n",
            self.pick("Ngày in", "Printed"),
            self.pick(
                "Các điểm dưới đây là chỗ hai văn bản ghi khác nhau hoặc kho chưa có văn bản; chưa phải là kết luận.",
                "What follows is where two documents differ or where the archive does not hold a document; it is no verdict."
            )
        ));
        out
    }

    fn note(&self, note: &NoteLine) -> String {
        let anchor =
            note.anchor.as_ref().map(|a| format!(" <q lang=\"vi\">{}</q>", html(&one_line(&a.quote)))).unwrap_or_default();
        let place = note.place.as_ref().map(|w| format!(" ({})", html(&self.place(w)))).unwrap_or_default();
        let kinds: Vec<String> = note
            .kinds
            .iter()
            .map(|(code, n)| {
                let name = Kind::from_code(code).map_or_else(|| code.clone(), |k| self.kind(k).to_lowercase());
                format!("{n} {name}")
            })
            .collect();
        let kinds = if kinds.len() > 1 { format!(": {}", html(&kinds.join(", "))) } else { String::new() };
        format!(
            "<h2>{} {}{anchor}{place}{kinds}</h2>\n{}",
            self.pick("Chú thích", "Footnote"),
            html(&note.marker),
            self.edges(&note.edges)
        )
    }

    fn edges(&self, edges: &[usize]) -> String {
        edges.iter().filter_map(|&at| Some(self.edge(at, self.trace.edges.get(at)?))).collect()
    }

    fn edge(&self, at: usize, edge: &Edge) -> String {
        let (mark, word) = match edge.state {
            LinkState::Held => ("✓", self.pick("có trong kho", "held")),
            LinkState::Conflict => ("≠", self.pick("không khớp", "does not match")),
            LinkState::Ambiguous => ("?", self.pick("chưa rõ", "ambiguous")),
            LinkState::Missing => ("○", self.pick("chưa có trong kho", "not held")),
        };
        let cited = edge.citation.doc_number().filter(|n| n.symbol.is_some());
        let cited = cited.map_or_else(|| one_line(&edge.citation.surface), |n| n.to_string());
        let name = match (&edge.document, self.trace.reverse) {
            (Some(head), true) => self.name(head),
            _ => cited,
        };
        let date = if self.trace.reverse { edge.document.as_ref().and_then(|h| h.date) } else { edge.citation.date };
        let date = date.map(|d| format!(" · {}", self.date(d))).unwrap_or_default();
        let fields: Vec<&str> = edge.conflicts.iter().map(|c| self.field(&c.field)).collect();
        let fields = if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
        let mut out = format!(
            "<div class=\"edge {}\" id=\"{}\">\n<p><span class=\"state\">{mark} {word}{fields}</span> · <strong>{}</strong>{date} ({})</p>\n\
             <p class=\"quote\" lang=\"vi\">“{}”</p>\n",
            edge.state.code(),
            html(&format!("v{}-{at}", edge.handle)),
            html(&name),
            html(&self.place(&edge.place)),
            html(&one_line(&edge.sentence))
        );
        if let Some(head) = &edge.document {
            out.push_str(&format!("<p class=\"small\">→ {}</p>\n", html(&self.line(head))));
        }
        if let Some(paper) = edge.paper.as_ref().filter(|_| self.trace.reverse) {
            out.push_str(&format!(
                "<p class=\"small\">{}</p>\n",
                html(&words::cites(if self.english { Lang::En } else { Lang::Vi }, paper))
            ));
        }
        if !edge.sides.is_empty() {
            out.push_str(&self.sides(edge));
        }
        let candidates: Vec<String> = edge
            .candidates
            .iter()
            .filter_map(|c| c.document.as_ref())
            .map(|head| format!("<li>{}</li>\n", html(&self.line(head))))
            .collect();
        if !candidates.is_empty() {
            let label = self.pick("Có thể là:", "Could be:");
            out.push_str(&format!("<p class=\"small\">{label}</p>\n<ol class=\"lines small\">\n{}</ol>\n", candidates.concat()));
        }
        for word in &edge.decided {
            let day =
                word.decided.at.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| word.decided.at.clone(), |d| self.date(d));
            let is =
                if word.decided.means { self.pick("đúng là", "it is") } else { self.pick("không phải là", "it is not") };
            let target = word.document.as_ref().map_or_else(|| word.decided.target.0.clone(), |head| self.line(head));
            out.push_str(&format!(
                "<p class=\"small\">{} {day}: {is} {}: “{}”</p>\n",
                self.pick("Người xác định", "A person said"),
                html(&target),
                html(&word.decided.reason)
            ));
        }
        if edge.cycle || edge.shown {
            out.push_str(&format!("<p class=\"small\">{}</p>\n", self.pick("(đã nêu trên)", "(shown above)")));
        }
        let below: Vec<usize> = self.trace.children(at).map(|(i, _)| i).collect();
        out.push_str(&self.edges(&below));
        out.push_str("</div>\n");
        out
    }

    /// A held document in one line: number, date, issuer, subject, file.
    fn line(&self, head: &Head) -> String {
        let parts = [
            Some(self.name(head)),
            Some(head.date.map_or_else(|| self.pick("không ghi ngày", "no date").to_owned(), |d| self.date(d))),
            head.issuer.clone(),
            head.subject.clone(),
            Some(head.path.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn field(&self, field: &str) -> &'static str {
        match (field, self.english) {
            ("date", false) => "ngày",
            ("date", true) => "date",
            ("issuer", false) => "cơ quan",
            ("issuer", true) => "issuer",
            ("kind", false) => "loại",
            ("kind", true) => "type",
            (_, false) => "trích yếu",
            (_, true) => "subject",
        }
    }

    /// What each side writes, in a table: who, where, the value, the words.
    fn sides(&self, edge: &Edge) -> String {
        let mut out = String::from("<table>\n<thead><tr>");
        for label in [
            self.pick("Bên ghi", "Side"),
            self.pick("Nơi ghi", "Place"),
            self.pick("Ghi", "States"),
            self.pick("Nguyên văn", "Words"),
        ] {
            out.push_str(&format!("<th scope=\"col\">{label}</th>"));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for side in &edge.sides {
            let who = match side.role {
                Role::Mention => self.pick("văn bản viện dẫn", "citing document"),
                Role::Held => self.pick("văn bản", "document"),
                Role::Elsewhere => self.pick("văn bản viện dẫn, nơi khác", "citing document, elsewhere"),
            };
            out.push_str(&format!(
                "<tr><td>{who}</td><td>{}</td><td>{}</td><td class=\"quote\" lang=\"vi\">{}</td></tr>\n",
                html(&format!("{}, {}", side.path, self.place(&side.place))),
                html(&self.value(side)),
                side.quote.as_ref().map(|q| format!("“{}”", html(&one_line(q)))).unwrap_or_default()
            ));
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }

    fn value(&self, side: &Side) -> String {
        match side.field.as_str() {
            "date" => side.value.parse().map_or_else(|_| side.value.clone(), |d| self.date(d)),
            "kind" => Kind::from_code(&side.value).map_or_else(|| side.value.clone(), |k| self.kind(k)),
            _ => side.value.clone(),
        }
    }

    /// Every held document that the sheet names, once, with the hash of its bytes; by path.
    fn files(&self) -> String {
        let mut files: BTreeMap<(&str, &str), String> = BTreeMap::new();
        let edges = self.trace.edges.iter();
        let others = edges.flat_map(|e| {
            let candidates = e.candidates.iter().filter_map(|c| c.document.as_ref());
            e.document.iter().chain(candidates).chain(e.decided.iter().filter_map(|d| d.document.as_ref()))
        });
        for head in std::iter::once(&self.trace.document).chain(others) {
            files.entry((&head.path, &head.sha256)).or_insert_with(|| self.name(head));
        }
        let mut out = format!(
            "<h2>{} ({})</h2>\n<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n",
            self.pick("Các tệp", "Files"),
            files.len(),
            self.pick("Văn bản", "Document"),
            self.pick("Tệp", "File")
        );
        for ((path, sha256), name) in files {
            out.push_str(&format!(
                "<tr><td>{}</td><td>{}</td><td class=\"hash\">{}</td></tr>\n",
                html(&name),
                html(path),
                html(sha256)
            ));
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }
}

/// Text as letters: nothing in it is markup, in quotes of either kind.
fn html(text: &str) -> String {
    escaped(text).replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::sheet;
    use crate::link::sample::archive;
    use crate::report::tests::{report_id, view_of};
    use crate::report::trace::{Options, trace};

    #[test]
    fn a_sheet_says_all_and_needs_nothing_outside() {
        let view = view_of(archive());
        let traced = trace(&view, &report_id(), &Options { depth: 3, ..Options::default() }).unwrap();
        let page = sheet(&traced, false, "2023-08-17".parse().ok());
        for said in [
            "<td>17/08/2023</td>",
            "“Sơn Dung, ngày 10/03/2023”",
            "≠ không khớp: ngày",
            "(đã nêu trên)",
            "@page{size:A4",
            "có 40 · không khớp 3 · chưa rõ 1 · chưa có 8",
            "Nguyên văn",
        ] {
            assert!(page.contains(said), "{said}");
        }
        assert_eq!(page.matches("<div class=\"edge").count(), traced.edges.len());
        assert_eq!(page.matches("</div>").count(), traced.edges.len() + 1);
        for outside in ["http://", "https://", "<script", "<link", "src="] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert_eq!(page, sheet(&traced, false, "2023-08-17".parse().ok()));
        assert!(sheet(&traced, true, None).contains("does not match: date"));
    }

    #[test]
    fn markup_in_a_document_is_letters() {
        assert_eq!(super::html("<script>alert('1')</script>\u{1b}"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
    }
}
