//! `serve` as a browser meets it: what pages show of the sample archive, and who is not let in.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Office, letter};

/// The program serving an archive; ended when it is dropped.
struct Served {
    child: Child,
    port: u16,
    _office: Office,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Served {
    fn new(office: Office, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--port", "0"];
        all.extend(arguments);
        let mut child = office.command(&all).stderr(Stdio::piped()).spawn().expect("starts");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("piped")).read_line(&mut line).expect("says its address");
        let port = line.split("127.0.0.1:").nth(1).and_then(|r| r.split(' ').next()).and_then(|p| p.parse().ok());
        Self { port: port.unwrap_or_else(|| panic!("no address in {line:?}")), child, _office: office }
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
        stream.write_all(request.replace("PORT", &self.port.to_string()).as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answered");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n"))
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{path}: {e}: {}", answer.body))
    }
}

/// The sample archive, indexed.
fn sample() -> Office {
    let office = Office::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive");
    let indexed = office.run(&["index", &fixtures.to_string_lossy()]);
    assert_eq!(indexed.status, Some(0), "{indexed:?}");
    office
}

fn id_of(served: &Served, query: &str) -> String {
    let found = served.json(&format!("/api/v1/search?q={query}"));
    found["hits"][0]["id"].as_str().unwrap_or_else(|| panic!("{query} finds nothing: {found}")).to_owned()
}

#[test]
fn pages_show_what_the_commands_show() {
    let served = Served::new(sample(), &[]);
    let check = |path: &str, status: u16, wanted: &[&str]| {
        let answer = served.get(path);
        assert_eq!(answer.status, status, "{path}");
        for words in wanted {
            assert!(answer.body.contains(words), "{path} lacks {words:?}:\n{}", answer.body);
        }
        answer
    };
    check("/", 200, &["36 văn bản", "role=\"search\"", "lang=\"vi\""]);
    check("/en/", 200, &["36 documents", "lang=\"en\""]);
    check("/tim?q=ke+hoach+16", 200, &["Số 16, loại Kế hoạch", "16/KH-UBND"]);
    check("/tim?q=27/KH-UBND", 200, &["chưa có trong kho"]);
    check("/tim?q=16/KH-UBMD", 200, &["Không tìm thấy", "16/KH-UBND"]);
    check("/tim?q=loai:KHH", 400, &["role=\"alert\"", "loai:KHH"]);
    let report = id_of(&served, "loai:BC+kh%C3%B4ng+h%E1%BB%81n+chi");
    let page = check(
        &format!("/vb/{report}"),
        200,
        &["không ghi số, ngày", "id=\"ct1-12\"", "cites conflict", "cites missing", "doc-noteref"],
    );
    assert!(!page.body.contains("<script>"), "no script within a page");
    check(&format!("/vb/{report}/luoc-do"), 200, &["Căn cứ", "<svg", "09/03/2022"]);
    check("/so/27/KH-UBND@2023", 404, &["chưa có trong kho", "22/02/2023"]);
    check("/so/16/KH-UBND", 200, &["2 văn bản mang số 16/KH-UBND"]);
    assert!(check("/so/16/KH-UBND@2023", 302, &[]).head.contains("location: /vb/"));
    check("/can-xem", 200, &["chưa phải là kết luận", "44/KH-UBND"]);
    check("/can-xem?diem=nothing", 400, &["date-conflict"]);
    check("/can-xem/chua-co", 200, &["27/KH-UBND"]);
    check("/so-dang-ky/di/2023", 200, &["Số, ký hiệu văn bản", "(10)"]);
    assert!(served.get("/so-dang-ky/di/2023.csv").body.starts_with('\u{feff}'));
    check("/tinh-trang", 200, &["36"]);
    check("/huong-dan", 200, &["vien-dan:16/KH-UBND"]);
    check("/vb/ffffffff", 404, &["Không có văn bản"]);
    check("/no/such/page", 404, &["Không có trang này"]);
    let trace = served.json(&format!("/api/v1/vb/{report}/luoc-do"));
    assert_eq!(trace["edges"].as_array().map(Vec::len), Some(52));
    assert_eq!(served.json("/api/v1/vb/ffffffff")["error"]["status"], 404);
}

#[test]
fn strangers_are_not_let_in() {
    let office = Office::new();
    office.write(
        "di/a.txt",
        &letter("1/KH-UBND", "ngày 01 tháng 3 năm 2023", "KẾ HOẠCH", "<script>alert(1)</script> =1+1", "Nội dung."),
    );
    assert_eq!(office.index().status, Some(0));
    let served = Served::new(office, &[]);
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT.evil.example\r\nConnection: close\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n", 200),
        ("POST / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405),
        ("GET /vb/../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n", 404),
        ("GET /%ff HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n", 400),
    ] {
        assert_eq!(served.ask(request).status, status, "{request}");
    }
    let head = served.ask("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let found = served.get("/tim?q=1/KH-UBND");
    assert!(found.head.contains("content-security-policy: default-src 'none'"), "{}", found.head);
    assert!(found.body.contains("&lt;script&gt;alert(1)&lt;/script&gt; =1+1"), "{}", found.body);
    let long = format!("/tim?q={}", "a".repeat(1_001));
    assert_eq!(served.get(&long).status, 400);
}

#[test]
fn secret_documents_stay_closed() {
    let secret = letter("5/KH-UBND", "ngày 01 tháng 3 năm 2023", "KẾ HOẠCH", "Phòng thủ khu vực", "Nội dung kín.");
    let build = || {
        let office = Office::new();
        office.write("di/mat.txt", &format!("MẬT\n\n{secret}")).write(
            "di/thuong.txt",
            &letter(
                "6/BC-UBND",
                "ngày 02 tháng 4 năm 2023",
                "BÁO CÁO",
                "Kết quả quý I",
                "Thực hiện Kế hoạch số 5/KH-UBND ngày 01/3/2023.",
            ),
        );
        assert_eq!(office.index().status, Some(0));
        office
    };
    let served = Served::new(build(), &[]);
    for path in ["/tim?q=5/KH-UBND", "/so-dang-ky/di", "/can-xem", "/api/v1/search?q=ph%C3%B2ng+th%E1%BB%A7+khu+v%E1%BB%B1c"] {
        assert!(!served.get(path).body.contains("Phòng thủ khu vực"), "{path}");
    }
    assert!(served.get("/tim?q=5/KH-UBND").body.contains("1 văn bản có độ mật, không hiển thị"));
    let citing = id_of(&served, "6/BC-UBND");
    let trace = served.json(&format!("/api/v1/vb/{citing}/luoc-do"));
    let id = trace["edges"][0]["to"].as_str().expect("held").to_owned();
    assert_eq!(served.get(&format!("/vb/{id}")).status, 403);
    assert_eq!(served.get(&format!("/vb/{id}/tep")).status, 403);
    assert_eq!(served.get(&format!("/api/v1/vb/{id}")).status, 403);
    let open = Served::new(build(), &["--include-secret"]);
    assert_eq!(open.get(&format!("/vb/{id}")).status, 200);
}

#[test]
fn an_open_address_needs_a_password() {
    let office = Office::new();
    office.write("a.txt", &letter("1/KH-UBND", "ngày 01 tháng 3 năm 2023", "KẾ HOẠCH", "Kiểm tra", "Nội dung."));
    office.index();
    let said = office.run(&["serve", "--listen", "0.0.0.0", "--port", "0"]);
    assert_eq!(said.status, Some(2));
    assert!(said.err.contains("--password-file"), "{}", said.err);
}
