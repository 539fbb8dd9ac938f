//! The local web page: what the command line shows, as pages that only read. Owns axum; below it everything is plain functions
//! from a request's path and words to an answer.

mod address;
mod answer;
mod api;
mod chart;
mod document;
mod findings;
mod frame;
mod guard;
mod help;
mod list;
mod made;
mod number;
mod paper;
mod picture;
mod register;
mod search;
mod site;
mod status;
mod suggest;
mod text;
mod trace;
mod veil;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Response, header};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::pipeline::{Ocr, Settings, Worker};
use crate::report::lang::Lang;
use address::Request;
use answer::{Answer, Fault};
pub use guard::PasswordError;
use guard::{Caller, Guard, HEADERS, Passwords};
use site::{Site, Source};

/// Requests that are worked on at once.
const AT_ONCE: usize = 32;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long one page may be drawn.
const DRAWING: Duration = Duration::from_secs(4);
/// A longer address is refused.
const LONGEST: usize = 8_000;

/// What the page is to show, and to whom.
#[derive(Debug, Clone)]
pub struct Options {
    /// The archive's folder.
    pub archive: PathBuf,
    /// The archive's own bodies.
    pub own: Vec<String>,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// Another address than this machine's own; needs `password_file`.
    pub listen: Option<IpAddr>,
    /// Further names by which a browser may call this machine.
    pub hosts: Vec<String>,
    /// Lines `name:$argon2id$…`.
    pub password_file: Option<PathBuf>,
    /// Show documents that bear a mark of secrecy.
    pub include_secret: bool,
    /// The language of pages that are not under `/en`.
    pub lang: Lang,
}

/// Why the page does not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address that others can reach, and no password.
    #[error("{0} can be reached from other machines; that needs --password-file")]
    Open(IpAddr),
    /// The port is taken, or the address is not this machine's.
    #[error("{address}: {source}")]
    Address {
        /// What was asked for.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The password file.
    #[error(transparent)]
    Passwords(#[from] PasswordError),
    /// The system gives no threads.
    #[error("cannot start: {0}")]
    Start(std::io::Error),
}

/// Serves until a signal ends it; `ready` is told the address once it can be opened.
///
/// # Errors
/// [`ServeError`] where it cannot start.
pub fn run(options: &Options, ready: &mut dyn FnMut(SocketAddr)) -> Result<(), ServeError> {
    let passwords = options.password_file.as_deref().map(Passwords::read).transpose()?;
    if let Some(address) = options.listen.filter(|a| !a.is_loopback())
        && passwords.is_none()
    {
        return Err(ServeError::Open(address));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(AT_ONCE)
        .enable_all()
        .build()
        .map_err(ServeError::Start)?;
    let outcome = runtime.block_on(listen(options, passwords, ready));
    // A request that still reads the disk is not waited for.
    runtime.shutdown_background();
    outcome
}

async fn listen(options: &Options, passwords: Option<Passwords>, ready: &mut dyn FnMut(SocketAddr)) -> Result<(), ServeError> {
    let bind = |ip: IpAddr, port: u16| async move {
        let address = SocketAddr::new(ip, port);
        TcpListener::bind(address).await.map_err(|source| ServeError::Address { address, source })
    };
    let first = bind(options.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), options.port).await?;
    let address = first.local_addr().map_err(ServeError::Start)?;
    // A machine without IPv6 has one address only.
    let second = match options.listen {
        None => bind(IpAddr::V6(Ipv6Addr::LOCALHOST), address.port()).await.ok(),
        Some(_) => None,
    };
    let mut hosts = Guard::hosts(address.port(), &options.hosts);
    if let Some(listen) = options.listen {
        hosts.insert(SocketAddr::new(listen, address.port()).to_string());
    }
    let site = Arc::new(Site {
        source: Source { folder: options.archive.clone(), own: options.own.clone(), include_secret: options.include_secret },
        lang: options.lang,
        guard: Guard { hosts, passwords },
        audits: Arc::default(),
        registers: Arc::default(),
        drawer: std::sync::Mutex::new(drawer()),
    });
    let app = Router::new().fallback(answer).with_state((site, Arc::new(Semaphore::new(AT_ONCE))));
    ready(address);
    let serve = |listener: TcpListener| {
        let app = app.clone();
        async move { axum::serve(listener, app).with_graceful_shutdown(ended()).await }
    };
    let others = second.map(|second| tokio::spawn(serve(second)));
    serve(first).await.map_err(ServeError::Start)?;
    if let Some(others) = others {
        others.abort();
    }
    Ok(())
}

/// A worker that draws pages, within what a request may take.
fn drawer() -> Option<Worker> {
    let settings = Settings::for_this_program(Ocr::Off).ok()?;
    Some(Worker::new(Settings { time: DRAWING, workers: 1, ..settings }))
}

/// Ctrl-C, or what the system sends to end a service.
async fn ended() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

async fn answer(State((site, permits)): State<(Arc<Site>, Arc<Semaphore>)>, request: axum::extract::Request) -> Response<Body> {
    let is_head = request.method() == axum::http::Method::HEAD;
    let uri = request.uri().clone();
    let busy =
        Fault::new(503, "Đang có quá nhiều yêu cầu; thử lại sau giây lát.", "Too many requests at once; try again shortly.");
    let Ok(permit) = permits.try_acquire_owned() else { return respond(site.fault(&Request::default(), &busy), is_head) };
    let shared = Arc::clone(&site);
    let work = tokio::task::spawn_blocking(move || {
        let text = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
        let packs = text(header::ACCEPT_ENCODING).is_some_and(|v| v.split(',').any(|e| e.trim() == "gzip"));
        let host = text(header::HOST).or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
        let caller = Caller { method: request.method().as_str(), host, authorization: text(header::AUTHORIZATION) };
        let done = match shared.guard.refuse(caller) {
            Some(Ok(answer)) => answer,
            Some(Err(fault)) => shared.fault(&Request::default(), &fault),
            None => asked(&shared, &uri),
        };
        drop(permit);
        if packs { done.packed() } else { done }
    });
    let done = match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => site.fault(&Request::default(), &Fault::broken()),
        Err(_) => site.fault(
            &Request::default(),
            &Fault::new(503, "Quá 5 giây, chưa xem hết; hãy hỏi hẹp hơn.", "Not done after 5 seconds; ask for less."),
        ),
    };
    respond(done, is_head)
}

fn asked(site: &Site, uri: &axum::http::Uri) -> Answer {
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    if path.len() + query.len() > LONGEST {
        let long = Fault::new(414, "Địa chỉ quá dài.", "The address is too long.");
        return site.fault(&Request::default(), &long);
    }
    match Request::parse(path, query) {
        Some(request) => site.answer(&request),
        None => site.fault(&Request::default(), &Fault::new(400, "Địa chỉ không phải UTF-8.", "The address is not UTF-8.")),
    }
}

fn respond(answer: Answer, is_head: bool) -> Response<Body> {
    let length = answer.body.len();
    let mut response = Response::new(if is_head { Body::empty() } else { Body::from(answer.body) });
    *response.status_mut() = axum::http::StatusCode::from_u16(answer.status).unwrap_or_default();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}
