//! Owns who may ask: the method, the `Host` that the browser believes to talk to, the password; and the headers that keep a page
//! from doing anything but showing text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::answer::{Answer, Fault};

/// Headers of every answer. Nothing is loaded from elsewhere, nothing is framed, nothing is guessed.
pub(super) const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// Wrong passwords within [`WINDOW`] after which nobody is asked for one any more.
const ATTEMPTS: usize = 10;
const WINDOW: Duration = Duration::from_secs(60);

/// The users of a password file.
#[derive(Debug)]
pub(super) struct Passwords {
    hashes: BTreeMap<String, String>,
    /// Digests of credentials that were found right: argon2 is slow on purpose, and asked once.
    known: Mutex<BTreeSet<[u8; 32]>>,
    failures: Mutex<Vec<Instant>>,
}

/// Why a password file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// It cannot be read.
    #[error("{path}: {source}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not `name:$argon2id$…`.
    #[error("{path}, line {line}: expected `name:$argon2id$…`", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
    /// No user stands in it.
    #[error("{path} names no user; expected lines `name:$argon2id$…`", path = path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl Passwords {
    /// Reads lines `name:$argon2id$…`; empty lines and lines that begin with `#` are passed over.
    pub(super) fn read(path: &Path) -> Result<Self, PasswordError> {
        let text = std::fs::read_to_string(path).map_err(|source| PasswordError::Unreadable { path: path.to_owned(), source })?;
        let mut hashes = BTreeMap::new();
        for (line, content) in (1..).zip(text.lines()) {
            let content = content.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let wrong = || PasswordError::Line { path: path.to_owned(), line };
            let (name, hash) = content.split_once(':').ok_or_else(wrong)?;
            PasswordHash::new(hash).map_err(|_| wrong())?;
            hashes.insert(name.to_owned(), hash.to_owned());
        }
        if hashes.is_empty() {
            return Err(PasswordError::Empty { path: path.to_owned() });
        }
        Ok(Self { hashes, known: Mutex::default(), failures: Mutex::default() })
    }

    /// Is this `Authorization` header a user's? `Err`: no more attempts for now.
    fn accept(&self, authorization: Option<&str>) -> Result<bool, ()> {
        let Some(authorization) = authorization else { return Ok(false) };
        let digest: [u8; 32] = Sha256::digest(authorization.as_bytes()).into();
        if self.known.lock().is_ok_and(|known| known.contains(&digest)) {
            return Ok(true);
        }
        // An attempt counts before it is looked at, so that many at once are not more than their number.
        let now = Instant::now();
        if let Ok(mut failures) = self.failures.lock() {
            failures.retain(|at| at.elapsed() < WINDOW);
            if failures.len() >= ATTEMPTS {
                return Err(());
            }
            failures.push(now);
        }
        if !self.is_user(authorization) {
            return Ok(false);
        }
        if let Ok(mut failures) = self.failures.lock()
            && let Some(at) = failures.iter().position(|at| *at == now)
        {
            failures.remove(at);
        }
        if let Ok(mut known) = self.known.lock() {
            known.insert(digest);
        }
        Ok(true)
    }

    fn is_user(&self, authorization: &str) -> bool {
        let check = || -> Option<bool> {
            let encoded = authorization.strip_prefix("Basic ")?.trim();
            let decoded = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
            let text = String::from_utf8(decoded).ok()?;
            let (name, password) = text.split_once(':')?;
            // A name that nobody bears takes as long to refuse as a wrong password.
            let known = self.hashes.get(name);
            let hash = PasswordHash::new(known.or_else(|| self.hashes.values().next())?).ok()?;
            let fits = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
            Some(fits && known.is_some())
        };
        check().unwrap_or(false)
    }
}

/// What of a request the guard looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller<'a> {
    pub method: &'a str,
    pub host: Option<&'a str>,
    pub authorization: Option<&'a str>,
}

/// Who is let in.
#[derive(Debug)]
pub(super) struct Guard {
    /// Names with their port, exactly as a browser sends them.
    pub hosts: BTreeSet<String>,
    /// Where another address than this machine's own is listened on.
    pub passwords: Option<Passwords>,
}

impl Guard {
    /// The `Host` values of this machine's own names at a port, and of names that are told, with and without the port.
    pub(super) fn hosts(port: u16, told: &[String]) -> BTreeSet<String> {
        let own = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
        let told = told.iter().flat_map(|name| [name.to_lowercase(), format!("{}:{port}", name.to_lowercase())]);
        own.into_iter().chain(told).collect()
    }

    /// `None`: come in. Else what is said at the door.
    pub(super) fn refuse(&self, caller: Caller<'_>) -> Option<Result<Answer, Fault>> {
        if caller.method != "GET" && caller.method != "HEAD" {
            let answer = Answer::new(405, "text/plain; charset=utf-8", "Trang này chỉ để đọc. / This page only reads.\n");
            return Some(Ok(answer.with("allow", "GET, HEAD".to_owned())));
        }
        // A page from elsewhere whose name was pointed at this machine (DNS rebinding) bears its own name here.
        if !caller.host.is_some_and(|host| self.hosts.contains(&host.to_lowercase())) {
            return Some(Err(Fault::new(
                403,
                "Tên máy trong địa chỉ không phải của trang này; thêm tên bằng --host nếu đúng là máy này.",
                "The host name in the address is not this page's; add it with --host if it is this machine.",
            )));
        }
        match self.passwords.as_ref()?.accept(caller.authorization) {
            Ok(true) => None,
            Ok(false) => {
                let answer = Answer::new(401, "text/plain; charset=utf-8", "Cần tên và mật khẩu. / Name and password, please.\n");
                Some(Ok(answer.with("www-authenticate", "Basic realm=\"congvan\", charset=\"UTF-8\"".to_owned())))
            }
            Err(()) => Some(Err(Fault::new(
                429,
                "Sai mật khẩu quá nhiều lần; thử lại sau một phút.",
                "Too many wrong passwords; try again in a minute.",
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use argon2::PasswordHasher as _;
    use argon2::password_hash::SaltString;
    use base64::Engine as _;

    use super::{ATTEMPTS, Caller, Guard, Passwords};

    fn status(guard: &Guard, method: &str, host: Option<&str>, authorization: Option<&str>) -> u16 {
        match guard.refuse(Caller { method, host, authorization }) {
            None => 200,
            Some(Ok(answer)) => answer.status,
            Some(Err(fault)) => fault.status,
        }
    }

    #[test]
    fn only_reading_under_its_own_name_is_let_in() {
        let guard = Guard { hosts: Guard::hosts(8640, &["kho.xa.vn".to_owned()]), passwords: None };
        for (method, host, want) in [
            ("GET", Some("127.0.0.1:8640"), 200),
            ("HEAD", Some("LOCALHOST:8640"), 200),
            ("GET", Some("[::1]:8640"), 200),
            ("GET", Some("kho.xa.vn"), 200),
            ("GET", Some("kho.xa.vn:8640"), 200),
            ("GET", Some("127.0.0.1"), 403),
            ("GET", Some("127.0.0.1:80"), 403),
            ("GET", Some("127.0.0.1:8640.evil.example"), 403),
            ("GET", Some("evil.example"), 403),
            ("GET", None, 403),
            ("POST", Some("127.0.0.1:8640"), 405),
            ("DELETE", Some("evil.example"), 405),
        ] {
            assert_eq!(status(&guard, method, host, None), want, "{method} {host:?}");
        }
    }

    #[test]
    fn a_password_is_asked_for_and_attempts_end() {
        let salt = SaltString::from_b64("Y29uZ3ZhbnRlc3Q").expect("base64");
        let hash = argon2::Argon2::default().hash_password("bí mật".as_bytes(), &salt).expect("hashed").to_string();
        let mut file = tempfile::NamedTempFile::new().expect("made");
        writeln!(file, "# người dùng\nvanthu:{hash}").expect("written");
        let guard = Guard { hosts: Guard::hosts(1, &[]), passwords: Some(Passwords::read(file.path()).expect("read")) };
        let basic = |text: &str| format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text));
        let ask = |authorization: Option<&str>| status(&guard, "GET", Some("localhost:1"), authorization);
        assert_eq!(ask(None), 401);
        assert_eq!(ask(Some(&basic("vanthu:bí mật"))), 200);
        assert_eq!(ask(Some(&basic("ai:bí mật"))), 401, "a stranger with a user's password");
        for _ in 1..ATTEMPTS {
            assert_eq!(ask(Some(&basic("vanthu:sai"))), 401);
        }
        assert_eq!(ask(Some(&basic("vanthu:sai lần nữa"))), 429);
        // Who is known stays in.
        assert_eq!(ask(Some(&basic("vanthu:bí mật"))), 200);
    }

    #[test]
    fn a_password_file_that_says_nothing_is_refused() {
        for (text, want) in [("", "names no user"), ("vanthu", "line 1"), ("# x\nvanthu:abc", "line 2")] {
            let mut file = tempfile::NamedTempFile::new().expect("made");
            write!(file, "{text}").expect("written");
            let error = Passwords::read(file.path()).expect_err("refused").to_string();
            assert!(error.contains(want), "{error}");
        }
    }
}
