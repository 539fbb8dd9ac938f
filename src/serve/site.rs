//! Owns what all requests share, and what one request holds in its hands: the archive as it is now, the language, the address.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::address::{Request, address};
use super::answer::{Answer, Fault};
use super::guard::Guard;
use super::veil::Veiled;
use super::{api, document, findings, frame, help, number, register, search, status, trace};
use crate::index::Index;
use crate::pipeline::index_folder;
use crate::report::archive::Archive;
use crate::report::audit::{Audit, Scope, audit};
use crate::report::lang::Lang;
use crate::store::Store;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Site {
    pub archive: PathBuf,
    pub own: Vec<String>,
    pub include_secret: bool,
    /// The language of pages that are not under `/en`.
    pub lang: Lang,
    pub guard: Guard,
    /// The last audit of the whole archive, with the generation that it is of.
    pub audited: Mutex<Option<(u64, Arc<Audit>)>>,
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
        let store = Store::open(&self.archive)?;
        let view = Veiled::new(Archive::new(&store, self.own.clone()), self.include_secret);
        let visit = Visit { site: self, request, lang, store: &store, view };
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
            ["vb", id] => document::page(self, id),
            ["vb", id, "tep"] => document::original(self, id),
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

    /// The search index as it stands.
    pub(super) fn index(&self) -> Result<Index, Fault> {
        Ok(Index::open(&index_folder(&self.site.archive))?)
    }

    /// The audit of the whole archive; made once a generation.
    pub(super) fn audit(&self) -> Result<Arc<Audit>, Fault> {
        let generation = self.store.generation()?;
        // Who comes while it is being made waits for it instead of making it again.
        let Ok(mut audited) = self.site.audited.lock() else {
            return Ok(Arc::new(audit(&self.view, &Scope::Archive, frame::today())));
        };
        if let Some((of, made)) = audited.as_ref()
            && *of == generation
        {
            return Ok(Arc::clone(made));
        }
        let made = Arc::new(audit(&self.view, &Scope::Archive, frame::today()));
        self.view.trouble()?;
        *audited = Some((generation, Arc::clone(&made)));
        Ok(made)
    }
}
