//! The page in a real browser: by keys alone, with a narrow window, with nothing asked of anyone else. Skipped where there is no
//! Chromium.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::serve::{Served, id_of, sample};

/// A browser that is talked to through its pipe (`--remote-debugging-pipe`), with one page open.
struct Browser {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    sent: u64,
    session: Option<String>,
    /// What the browser complained of: scripts that fail, rules of the page that are broken.
    complaints: Vec<String>,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser's program; `None` where there is none, which is a failure where everything is to be tested.
fn program() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|p| p.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CONGVAN_TEST_ALL").is_none_or(|all| all != "1"), "no Chromium is installed");
        eprintln!("skipped: no Chromium is installed");
    }
    found
}

impl Browser {
    fn open(program: &std::path::Path) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let mut child = Command::new("sh")
            // The browser talks on descriptors 3 and 4; it is ended should it hang.
            .args(["-c", "exec timeout 240 \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--remote-debugging-pipe"])
            .arg("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let (input, output) = (child.stdin.take().expect("piped"), BufReader::new(child.stdout.take().expect("piped")));
        let mut browser = Self { child, input, output, sent: 0, session: None, complaints: Vec::new(), _profile: profile };
        let page = browser.call("Target.createTarget", &json!({"url": "about:blank"}));
        let session = browser.call("Target.attachToTarget", &json!({"targetId": page["targetId"], "flatten": true}));
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Log.enable", "Runtime.enable", "Page.enable"] {
            browser.call(domain, &json!({}));
        }
        browser
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.attempt(method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// What the browser answers; an error where it is between two pages, too.
    fn attempt(&mut self, method: &str, parameters: &Value) -> Result<Value, Value> {
        self.sent += 1;
        let mut message = json!({"id": self.sent, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        self.input.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut bytes = Vec::new();
            self.output.read_until(0, &mut bytes).expect("the browser answers");
            assert!(!bytes.is_empty(), "the browser ended during {method}");
            bytes.pop();
            let mut answer: Value = serde_json::from_slice(&bytes).expect("JSON");
            if answer["id"] == self.sent {
                return if answer["error"].is_null() { Ok(answer["result"].take()) } else { Err(answer["error"].take()) };
            }
            let entry = &answer["params"]["entry"];
            // A page of status 404 or 400 is told as an error, too.
            let is_status = entry["source"] == "network";
            if answer["method"] == "Runtime.exceptionThrown" || entry["level"] == "error" && !is_status {
                self.complaints.push(answer.to_string());
            }
        }
    }

    fn eval(&mut self, script: &str) -> Value {
        self.value(script).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    fn value(&mut self, script: &str) -> Result<Value, Value> {
        let asked = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let mut found = self.attempt("Runtime.evaluate", &asked)?;
        if found["exceptionDetails"].is_null() { Ok(found["result"]["value"].take()) } else { Err(found) }
    }

    /// Waits until a script's value is true; while a page comes up, scripts may find nothing or fail.
    fn until(&mut self, script: &str) {
        let begun = Instant::now();
        while self.value(&format!("Boolean({script})")) != Ok(json!(true)) {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "never: {script}\n{}",
                self.eval("location.href + ' ' + document.body.innerText.slice(0, 2000)")
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn go(&mut self, address: &str) {
        self.call("Page.navigate", &json!({"url": "about:blank"}));
        self.call("Page.navigate", &json!({ "url": address }));
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    fn key(&mut self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            _ => 0,
        };
        let text = if key == "Enter" {
            "\r"
        } else if key.len() == 1 {
            key
        } else {
            ""
        };
        let mut down = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code});
        if !text.is_empty() {
            down["text"] = text.into();
        }
        self.call("Input.dispatchKeyEvent", &down);
        self.call("Input.dispatchKeyEvent", &json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}));
    }

    fn width(&mut self, width: u32) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}),
        );
    }
}

const FOCUS: &str = "document.activeElement.textContent.trim()";

#[test]
fn a_clerk_finds_a_plan_by_keys_alone() {
    let Some(program) = program() else { return };
    let served = Served::new(sample(), &[]);
    let mut browser = Browser::open(&program);
    browser.go(&format!("http://127.0.0.1:{}/", served.port));
    browser.until("document.activeElement.id === 'q'");
    // A word that is still being composed asks nothing.
    browser.call("Input.imeSetComposition", &json!({"text": "kh", "selectionStart": 2, "selectionEnd": 2}));
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(browser.eval("document.querySelectorAll('#offers li').length"), 0);
    browser.call("Input.insertText", &json!({"text": "kh 16"}));
    browser.until("document.querySelector('#offers li b')?.textContent === '16/KH-UBND'");
    assert_eq!(browser.eval("document.querySelectorAll('#offers li').length <= 8"), true);
    browser.key("ArrowDown");
    browser.until("document.getElementById('q').getAttribute('aria-activedescendant') === 'offer0'");
    browser.key("Escape");
    browser.until("!document.getElementById('offers')");
    browser.key("Enter");
    browser.until(&format!("location.pathname === '/tim' && {FOCUS} === '16/KH-UBND'"));
    browser.key("ArrowDown");
    browser.key("ArrowUp");
    browser.key("/");
    browser.until("document.activeElement.id === 'q'");
    browser.key("ArrowDown");
    browser.key("Enter");
    browser.until("location.pathname.startsWith('/vb/') && document.querySelector('h1').textContent.includes('16/KH-UBND')");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn an_auditor_reads_both_sides_of_a_citation() {
    let Some(program) = program() else { return };
    let served = Served::new(sample(), &[]);
    let report = id_of(&served, "loai:BC+kh%C3%B4ng+h%E1%BB%81n+chi");
    let mut browser = Browser::open(&program);
    browser.width(1280);
    browser.go(&format!("http://127.0.0.1:{}/vb/{report}#ct1-12", served.port));
    browser.until("document.querySelector('#ct1-12 a.cites')");
    browser.eval("document.querySelector('#ct1-12 a.cites').focus()");
    browser.until("document.getElementById('card')");
    let card = browser.eval("document.getElementById('card').innerText").as_str().expect("words").to_owned();
    for words in ["không khớp · ngày", "09/03/2022", "10/03/2023", "44/KH-UBND", "nơi khác trong văn bản này"] {
        assert!(card.contains(words), "{words}: {card}");
    }
    browser.key("Escape");
    browser.until("!document.getElementById('card')");
    browser.key("n");
    browser.until("document.activeElement.matches('a.cites:not(.held)')");
    browser.key("p");
    browser.until("document.activeElement.matches('a.cites:not(.held)')");
    // There and back: the place read is kept.
    browser.eval("document.querySelector('#ct1-12 a.cites').click()");
    browser.until("document.querySelector('.back a')?.textContent.includes('chú thích 1 (12)')");
    browser.eval("document.querySelector('.back a').click()");
    browser.until(&format!("location.pathname === '/vb/{report}' && document.querySelector(':target a, a:target')"));
    // Copied text is the paper's.
    let words =
        browser.eval("getSelection().selectAllChildren(document.querySelector('#ct1-12')), getSelection().toString().trim()");
    assert!(words.as_str().is_some_and(|w| w.contains("Kế hoạch 44/KH-UBND")), "{words}");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn pages_fit_a_narrow_window_and_large_letters() {
    let Some(program) = program() else { return };
    let served = Served::new(sample(), &[]);
    let report = id_of(&served, "loai:BC+kh%C3%B4ng+h%E1%BB%81n+chi");
    let mut browser = Browser::open(&program);
    let paths = [
        "/".to_owned(),
        "/tim?q=ubnd".to_owned(),
        format!("/vb/{report}"),
        format!("/vb/{report}/luoc-do"),
        "/can-xem".to_owned(),
        "/can-xem/chua-co".to_owned(),
        "/so-dang-ky/di/2023".to_owned(),
        "/tinh-trang".to_owned(),
        "/huong-dan".to_owned(),
        "/cai-dat".to_owned(),
    ];
    for (width, size) in [(320, ""), (1280, "200")] {
        browser.width(width);
        for path in &paths {
            let address = format!("http://127.0.0.1:{}{path}", served.port);
            browser.go(&address);
            browser.eval(&format!("localStorage.setItem('congvan-size', '{size}')"));
            browser.go(&address);
            let wide = browser.eval("document.documentElement.scrollWidth").as_u64().expect("a width");
            assert!(wide <= u64::from(width), "{path} at {width} is {wide} wide");
            let elsewhere = browser.eval(
                "performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin + '/'))",
            );
            assert_eq!(elsewhere, json!([]), "{path}");
        }
    }
    assert_eq!(browser.complaints, [""; 0]);
}
