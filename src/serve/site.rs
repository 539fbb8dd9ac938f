//! Owns what all requests share, and what one request holds in its hands: the archive as it is now, the language, the address.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::address::{Request, address};
use super::answer::{Answer, Fault};
use super::guard::Guard;
use super::made::Made;
use super::veil::Veiled;
use super::{api, document, findings, frame, help, list, number, register, search, status, trace};
use crate::index::{Hit, Index};
use crate::model::{Kind, PartialDate};
use crate::pipeline::{Worker, index_folder};
use crate::report::archive::Archive;
use crate::report::audit::{Audit, Finding, Scope, Stub, audit, stubs};
use crate::report::lang::Lang;
use crate::report::register::Register;
use crate::report::view::Direction;
use crate::store::{ContentRow, Store};

/// The archive as it is read.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub folder: PathBuf,
    /// The archive's own bodies.
    pub own: Vec<String>,
    /// Show documents that bear a mark of secrecy?
    pub include_secret: bool,
}

impl Source {
    /// What is made of the whole archive, by its own view of it.
    fn whole<T>(&self, make: impl FnOnce(&Veiled<'_>) -> T) -> Result<T, Fault> {
        let store = Store::open(&self.folder)?;
        let view = self.view(&store);
        let made = make(&view);
        view.trouble()?;
        Ok(made)
    }

    /// What of the archive may be shown.
    fn view<'a>(&self, store: &'a Store) -> Veiled<'a> {
        Veiled::new(Archive::new(store, self.own.clone()), self.include_secret)
    }
}

/// The audit of the whole archive.
#[derive(Debug)]
pub(super) struct Whole {
    pub audit: Audit,
    /// The names of its findings, in their order.
    pub ids: Vec<String>,
    /// What is cited and not held.
    pub stubs: Vec<Stub>,
}

/// The archive's generation, and the day.
type Stand = (u64, Option<PartialDate>);
/// Which register of which generation.
type Asked = (u64, Direction, Option<u16>, Option<Kind>);

/// What all requests share.
#[derive(Debug)]
pub(super) struct Site {
    pub source: Source,
    /// The language of pages that are not under `/en`.
    pub lang: Lang,
    pub guard: Guard,
    pub audits: Arc<Made<Stand, Whole>>,
    pub registers: Arc<Made<Asked, Register>>,
    /// Who draws pages; `None` where no worker can be had.
    pub drawer: Mutex<Option<Worker>>,
}

/// One request with the archive as it stands.
pub(super) struct Visit<'a> {
    pub site: &'a Site,
    pub request: &'a Request,
    pub lang: Lang,
    pub store: &'a Store,
    pub view: Veiled<'a>,
}

impl Site {
    /// Answers a request; blocks on the disk.
    pub(super) fn answer(&self, request: &Request) -> Answer {
        let lang = if request.english { Lang::En } else { self.lang };
        let parts: Vec<&str> = request.path.iter().map(String::as_str).collect();
        if let [name] = parts.as_slice()
            && let Some(asset) = frame::asset(name)
        {
            return asset;
        }
        let done = self.visit(request, lang, &parts);
        done.unwrap_or_else(|fault| self.fault(request, &fault))
    }

    fn visit(&self, request: &Request, lang: Lang, parts: &[&str]) -> Result<Answer, Fault> {
        if let ["huong-dan" | "cai-dat"] = parts {
            return Ok(help::page(request, lang, parts.first() == Some(&"cai-dat")));
        }
        let store = Store::open(&self.source.folder)?;
        let visit = Visit { site: self, request, lang, store: &store, view: self.source.view(&store) };
        let answer = if request.api { api::answer(&visit, parts)? } else { visit.page(parts)? };
        visit.view.trouble()?;
        Ok(answer)
    }

    /// What could not be done, as a page or as data.
    pub(super) fn fault(&self, request: &Request, fault: &Fault) -> Answer {
        let lang = if request.english { Lang::En } else { self.lang };
        if request.api {
            let message = lang.pick(&fault.what.0, &fault.what.1);
            let body = serde_json::json!({"error": {"status": fault.status, "message": message}});
            return Answer { status: fault.status, ..Answer::json(&body) };
        }
        frame::fault(request, lang, fault)
    }
}

impl Visit<'_> {
    fn page(&self, parts: &[&str]) -> Result<Answer, Fault> {
        match parts {
            [] => search::start(self),
            ["tim"] => search::page(self),
            ["tim.csv"] => list::csv(self),
            ["tim.xlsx"] => list::xlsx(self),
            ["vb", id] => document::page(self, id),
            ["vb", id, "tep"] => document::original(self, id),
            ["vb", id, "trang", page] => document::picture(self, id, page),
            ["vb", id, "the", mention] => document::card(self, id, mention),
            ["vb", id, "luoc-do"] => trace::page(self, id),
            ["so", number @ ..] => number::page(self, &number.join("/")),
            ["can-xem"] => findings::page(self),
            ["can-xem", "chua-co"] => findings::missing(self),
            ["can-xem", "chua-tra-loi"] => findings::unanswered(self),
            ["so-dang-ky", direction] => register::page(self, direction, ""),
            ["so-dang-ky", direction, year] => register::page(self, direction, year),
            ["tinh-trang"] => status::page(self),
            _ => Err(Fault::absent()),
        }
    }

    /// An address in the language of this visit.
    pub(super) fn href(&self, path: &[&str], words: &[(&str, &str)]) -> String {
        address(self.request.english, path, words)
    }

    pub(super) fn pick<T>(&self, vi: T, en: T) -> T {
        self.lang.pick(vi, en)
    }

    /// The document of a hit; `None` where it went since the index was opened, or may not be shown.
    pub(super) fn shown(&self, hit: &Hit) -> Result<Option<ContentRow>, Fault> {
        let row = self.store.content(i64::try_from(hit.row).unwrap_or(i64::MAX))?;
        Ok(row.filter(|row| self.view.shows(row)))
    }

    /// The search index as it stands.
    pub(super) fn index(&self) -> Result<Index, Fault> {
        Ok(Index::open(&index_folder(&self.site.source.folder))?)
    }

    /// The audit of the whole archive; made once a generation.
    pub(super) fn whole(&self) -> Result<Arc<Whole>, Fault> {
        let day = frame::today();
        let source = self.site.source.clone();
        self.site.audits.get(&(self.store.generation()?, day), move || {
            source.whole(|view| {
                let audit = audit(view, &Scope::Archive, day);
                Whole { ids: audit.findings.iter().map(Finding::id).collect(), stubs: stubs(view, None), audit }
            })
        })
    }

    /// Names of findings that a person has looked at and dismissed.
    pub(super) fn dismissed(&self) -> Result<BTreeSet<String>, Fault> {
        Ok(self.store.dismissals()?.into_iter().map(|dismissal| dismissal.finding).collect())
    }

    /// A register; made once a generation.
    pub(super) fn register(&self, direction: Direction, year: Option<u16>, kind: Option<Kind>) -> Result<Arc<Register>, Fault> {
        let source = self.site.source.clone();
        self.site.registers.get(&(self.store.generation()?, direction, year, kind), move || {
            source.whole(|view| crate::report::register::register(view, direction, year, kind))
        })
    }
}
