//! Owns what all pages share: head, menu, search box, foot, the line that names a document, the words and marks of states.

use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::address::{Request, address};
use super::answer::{Answer, Fault};
use super::site::Visit;
use crate::model::{LinkState, PartialDate};
use crate::report::lang::Lang;
use crate::report::view::{Direction, Head, Tally};
use crate::report::words;

/// Seconds after which a browser asks again for what is still being made.
const AGAIN: &str = "3";

const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");
const ICON: &str = include_str!("assets/icon.svg");

/// Names the very text of style and script in their addresses: a browser keeps them for long, and never those of another version.
static EDITION: LazyLock<String> = LazyLock::new(|| crate::model::digest(&format!("{STYLE}{SCRIPT}")));

/// The files that pages load.
pub(super) fn asset(name: &str) -> Option<Answer> {
    let (kind, body) = match name {
        "page.css" => ("text/css; charset=utf-8", STYLE),
        "page.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "icon.svg" | "favicon.ico" => ("image/svg+xml", ICON),
        _ => return None,
    };
    Some(Answer::new(200, kind, body).with("cache-control", "max-age=604800".to_owned()))
}

/// The day on which the page is made.
pub(super) fn today() -> Option<PartialDate> {
    let day = jiff::Zoned::now().date();
    let (year, month, day) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    PartialDate::day(year, month, day)
}

/// What a page shows beside its own content.
pub(super) struct Frame<'a> {
    /// For the browser's tab.
    pub title: &'a str,
    /// What stands in the search box.
    pub typed: &'a str,
    /// Is this the page whose box has the cursor?
    pub start: bool,
    /// Further classes of the content: `wide`, `landscape`.
    pub class: &'a str,
}

impl<'a> Frame<'a> {
    pub(super) fn of(title: &'a str) -> Self {
        Self { title, typed: "", start: false, class: "" }
    }
}

/// A whole page.
pub(super) fn page(request: &Request, lang: Lang, status: u16, frame: &Frame<'_>, content: &Markup) -> Answer {
    let href = |path: &[&str]| address(request.english, path, &[]);
    let here: Vec<&str> = request.path.iter().map(String::as_str).collect();
    let tab = |path: &[&str], name: &'static str| {
        let is_here = if path.is_empty() { here.is_empty() || here.first() == Some(&"tim") } else { here.starts_with(path) };
        html! { a href=(href(path)) aria-current=[is_here.then_some("page")] { (name) } }
    };
    let printed = today().map(|d| lang.date(d)).unwrap_or_default();
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.pick("vi", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (frame.title) " · congvan" }
                link rel="icon" href="/icon.svg";
                link rel="stylesheet" href={ "/page.css?v=" (*EDITION) };
                script src={ "/page.js?v=" (*EDITION) } {}
            }
            body {
                a.skip href="#content" { (lang.pick("Đến nội dung", "Skip to content")) }
                header.top {
                    nav aria-label=(lang.pick("Trang", "Pages")) {
                        (tab(&[], lang.pick("Tra cứu", "Search")))
                        (tab(&["can-xem"], lang.pick("Cần xem", "To look at")))
                        (tab(&["so-dang-ky", "di"], lang.pick("Sổ đi", "Outgoing register")))
                        (tab(&["so-dang-ky", "den"], lang.pick("Sổ đến", "Incoming register")))
                        (tab(&["tinh-trang"], lang.pick("Tình trạng", "Status")))
                        (tab(&["huong-dan"], lang.pick("Hướng dẫn", "Help")))
                        (tab(&["cai-dat"], lang.pick("Cài đặt", "Settings")))
                        span.languages {
                            a href=(request.with(false, &[])) lang="vi" aria-current=[(lang == Lang::Vi).then_some("true")] { "Tiếng Việt" }
                            " | "
                            a href=(request.with(true, &[])) lang="en" aria-current=[(lang == Lang::En).then_some("true")] { "English" }
                        }
                    }
                    form.ask action=(href(&["tim"])) method="get" role="search" {
                        label.away for="q" { (lang.pick("Số, ký hiệu hoặc chữ trong văn bản", "Number or words of a document")) }
                        input #q name="q" type="search" value=(frame.typed) maxlength="1000" spellcheck="false"
                            autocapitalize="off" autocomplete="off" autofocus[frame.start] data-suggest=(address(request.english, &["api", "v1", "goi-y"], &[]))
                            placeholder=(lang.pick("kế hoạch 16 · 16/KH-UBND · \"cải cách hành chính\" loai:KH", "ke hoach 16 · 16/KH-UBND · \"cải cách hành chính\" loai:KH"));
                        button { (lang.pick("Tìm", "Search")) }
                    }
                }
                main #content class=(frame.class) tabindex="-1" { (content) }
                footer.foot {
                    span.printed { (frame.title) " · " (lang.pick("in ngày ", "printed ")) (printed) }
                    span.screen { (lang.pick("Trang này chỉ đọc kho trên máy; không gửi gì đi đâu.", "This page only reads the archive on this machine; nothing is sent anywhere.")) }
                }
            }
        }
    };
    Answer::html(status, markup)
}

impl Visit<'_> {
    /// A whole page of this visit.
    pub(super) fn framed(&self, frame: &Frame<'_>, content: &Markup) -> Answer {
        let content = html! { (self.under_way()) (content) };
        page(self.request, self.lang, 200, frame, &content)
    }

    /// That a run has begun and not ended: what is shown is what the last finished batch left.
    fn under_way(&self) -> Markup {
        let run = self.store.runs(1).ok().and_then(|runs| runs.into_iter().next()).filter(|run| run.report.is_none());
        html! {
            @if let Some(run) = run {
                p.caution.screen { (self.pick("Kho đang được cập nhật (từ ", "The archive is being updated (since ")) (self.moment(&run.started)) ")" }
            }
        }
    }

    /// A time as people write it: `16/08/2023 02:00`.
    pub(super) fn moment(&self, time: &str) -> String {
        let day = time.get(..10).and_then(|d| d.parse().ok()).map(|d| self.lang.date(d));
        match (day, time.get(11..16)) {
            (Some(day), Some(clock)) => format!("{day} {clock}"),
            (Some(day), None) => day,
            _ => time.to_owned(),
        }
    }

    /// The five fields that every list shows, in their order, linked to the document.
    pub(super) fn line(&self, head: &Head) -> Markup {
        html! {
            span.line {
                a.number href=(self.href(&["vb", &head.id.0], &[])) { (words::name(self.lang, head)) }
                " " span.date { (self.date_or_absent(head)) }
                " " span.issuer lang="vi" { (head.issuer.as_deref().unwrap_or(self.pick("không ghi cơ quan", "no issuer"))) }
                @if let Some(way) = head.direction { " " span.way { (self.way(way)) } }
            }
            @if let Some(subject) = &head.subject { " " span.subject lang="vi" { (subject) } }
        }
    }

    pub(super) fn date_or_absent(&self, head: &Head) -> String {
        match (head.date, &head.number) {
            (Some(date), _) => self.lang.date(date),
            (None, Some(_)) => self.pick("không ghi ngày", "no date").to_owned(),
            (None, None) => self.pick("không ghi số, ngày", "no number, no date").to_owned(),
        }
    }

    pub(super) fn way(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Den => self.pick("đến", "incoming"),
            Direction::Di => self.pick("đi", "outgoing"),
        }
    }

    /// `✓ có 40   ≠ không khớp 3 …`: what stands at zero is left out unless all do.
    pub(super) fn tally(&self, tally: Tally) -> Markup {
        let counts = [
            (LinkState::Held, tally.held),
            (LinkState::Conflict, tally.conflict),
            (LinkState::Ambiguous, tally.ambiguous),
            (LinkState::Missing, tally.missing),
        ];
        html! {
            span.tally {
                @for (state, n) in counts.into_iter().filter(|(_, n)| *n > 0 || tally.total() == 0) {
                    span class=(class(state)) { (mark(state)) " " (word(self.lang, state)) " " (self.lang.count(n as u64)) }
                    " "
                }
            }
        }
    }
}

/// The state's mark.
pub(super) fn mark(state: LinkState) -> &'static str {
    match state {
        LinkState::Held => "✓",
        LinkState::Conflict => "≠",
        LinkState::Ambiguous => "?",
        LinkState::Missing => "○",
    }
}

/// The state's word.
pub(super) fn word(lang: Lang, state: LinkState) -> &'static str {
    match state {
        LinkState::Held => lang.pick("có", "held"),
        LinkState::Conflict => lang.pick("không khớp", "does not match"),
        LinkState::Ambiguous => lang.pick("chưa rõ", "ambiguous"),
        LinkState::Missing => lang.pick("chưa có", "not held"),
    }
}

/// The state's name in the style sheet.
pub(super) fn class(state: LinkState) -> &'static str {
    match state {
        LinkState::Held => "held",
        LinkState::Conflict => "conflict",
        LinkState::Ambiguous => "ambiguous",
        LinkState::Missing => "missing",
    }
}

/// A quote, in the paper's words.
pub(super) fn quote(text: &str) -> Markup {
    html! { q lang="vi" { (text) } }
}

/// What could not be done, and one way on.
pub(super) fn fault(request: &Request, lang: Lang, fault: &Fault) -> Answer {
    let what = lang.pick(&fault.what.0, &fault.what.1);
    let (to, words) = match &fault.way {
        Some(way) => (way.to.clone(), way.words.clone()),
        None => (address(request.english, &[], &[]), ("Về trang tra cứu".to_owned(), "To the search page".to_owned())),
    };
    let content = html! {
        h1 { (what) }
        p { a href=(to) { (lang.pick(words.0, words.1)) } }
    };
    let page = page(request, lang, fault.status, &Frame::of(what), &content);
    if fault.again { page.with("refresh", AGAIN.to_owned()) } else { page }
}

/// Markup that is joined out of pieces.
pub(super) fn joined(pieces: impl IntoIterator<Item = Markup>) -> Markup {
    PreEscaped(pieces.into_iter().map(PreEscaped::into_string).collect())
}
