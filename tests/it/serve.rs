//! `serve` as a browser meets it: what pages show of the sample archive, and who is not let in.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Office, letter};

/// The program serving an archive; ended when it is dropped.
pub struct Served {
    child: Child,
    pub port: u16,
    office: Office,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
    /// As sent, packed or not.
    pub bytes: Vec<u8>,
}

impl Served {
    pub fn new(office: Office, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--port", "0"];
        all.extend(arguments);
        let mut child = office.command(&all).stderr(Stdio::piped()).spawn().expect("starts");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("piped")).read_line(&mut line).expect("says its address");
        let port = line.split("127.0.0.1:").nth(1).and_then(|r| r.split(' ').next()).and_then(|p| p.parse().ok());
        Self { port: port.unwrap_or_else(|| panic!("no address in {line:?}")), child, office }
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
        stream.write_all(request.replace("PORT", &self.port.to_string()).as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answered");
        let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let bytes = bytes.split_off(at + 4);
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Answer { status, head: head.to_lowercase(), body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n"))
    }

    fn packed(&self, path: &str) -> Answer {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n"
        ))
    }

    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{path}: {e}: {}", answer.body))
    }
}

/// The sample archive, indexed.
pub fn sample() -> Office {
    let office = Office::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive");
    let indexed = office.run(&["index", &fixtures.to_string_lossy()]);
    assert_eq!(indexed.status, Some(0), "{indexed:?}");
    office
}

pub fn id_of(served: &Served, query: &str) -> String {
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
    for path in ["/tim.csv?q=5/KH-UBND", "/api/v1/goi-y?q=ph%C3%B2ng+th", "/so-dang-ky/di/moi-nam.csv", "/can-xem/chua-co"] {
        assert!(!served.get(path).body.contains("Phòng thủ khu vực"), "{path}");
    }
    let citing = id_of(&served, "6/BC-UBND");
    let trace = served.json(&format!("/api/v1/vb/{citing}/luoc-do"));
    assert_eq!(trace["edges"][0]["document"]["path"], "(có độ mật)", "a file's name can say what is in it");
    let id = trace["edges"][0]["to"].as_str().expect("held").to_owned();
    assert_eq!(served.get(&format!("/vb/{id}")).status, 403);
    assert_eq!(served.get(&format!("/vb/{id}/tep")).status, 403);
    assert_eq!(served.get(&format!("/vb/{id}/trang/1.jpg")).status, 403);
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

#[test]
fn what_is_offered_while_typing() {
    let served = Served::new(sample(), &[]);
    let offered = |q: &str| -> Vec<String> {
        let value = served.json(&format!("/api/v1/goi-y?q={q}"));
        value["suggestions"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|s| s["query"].as_str().expect("a query").to_owned())
            .collect()
    };
    assert_eq!(offered("kh+16")[0], "16/KH-UBND");
    let numbers = offered("16");
    assert!(numbers.len() <= 8 && numbers[..2] == ["16/QĐ-UBND", "16/KH-UBND"], "numbers stand before words: {numbers:?}");
    // The last word is not whole yet; what is offered finds what it says.
    let subjects = offered("tuy%C3%AAn+truy");
    assert!(subjects.iter().any(|q| q.contains("Tuyên truyền, phổ biến pháp luật")), "{subjects:?}");
    assert_eq!(offered("t"), [""; 0]);
    assert_eq!(offered("%22loai:+AND"), [""; 0], "what is not yet a query is no error");
}

#[test]
fn lists_are_taken_along_as_tables() {
    let office = Office::new();
    office.write("di/a.txt", &letter("1/KH-UBND", "ngày 01 tháng 3 năm 2023", "KẾ HOẠCH", "=1+1 kiểm tra", "Nội dung."));
    assert_eq!(office.index().status, Some(0));
    let served = Served::new(office, &[]);
    let csv = served.get("/tim.csv?q=ki%E1%BB%83m+tra");
    assert!(csv.body.contains("1/KH-UBND,Kế hoạch,2023-03-01") && csv.body.contains("'=1+1 kiểm tra"), "{}", csv.body);
    assert!(csv.head.contains("content-disposition: attachment"));
    for path in ["/tim.xlsx?q=loai:KH", "/so-dang-ky/di/2023.xlsx", "/so-dang-ky/di/moi-nam.xlsx?loai=KH"] {
        let sheet = served.get(path);
        assert_eq!(sheet.status, 200, "{path}");
        assert!(sheet.bytes.starts_with(b"PK"), "{path}");
    }
    assert!(served.get("/so-dang-ky/di/2023.csv").body.contains("1/KH-UBND"));
    assert!(!served.get("/so-dang-ky/di/2023.csv?loai=BC").body.contains("1/KH-UBND"));
    assert_eq!(served.get("/so-dang-ky/di/1950").status, 404);
    assert_eq!(served.get("/tim.csv?q=loai:KHH").status, 400);
}

#[test]
fn pages_are_light_and_ask_nothing_of_anyone() {
    let served = Served::new(sample(), &[]);
    let report = id_of(&served, "loai:BC+kh%C3%B4ng+h%E1%BB%81n+chi");
    let trace = format!("/vb/{report}/luoc-do");
    let page = format!("/vb/{report}");
    for path in [
        "/",
        "/tim?q=ubnd",
        &page,
        &trace,
        "/can-xem",
        "/can-xem/chua-co",
        "/can-xem/chua-tra-loi",
        "/so-dang-ky/di",
        "/so-dang-ky/den/2023",
        "/tinh-trang",
        "/huong-dan",
        "/cai-dat",
        "/en/can-xem",
    ] {
        let plain = served.get(path);
        assert_eq!(plain.status, 200, "{path}");
        assert!(plain.head.contains("content-security-policy: default-src 'none'") && plain.head.contains("nosniff"), "{path}");
        for elsewhere in ["src=\"http", "href=\"http", "src=\"//", "href=\"//", "style=", "onclick="] {
            assert!(!plain.body.contains(elsewhere), "{path}: {elsewhere}");
        }
        let packed = served.packed(path);
        assert!(packed.bytes.len() <= 60_000, "{path}: {} bytes", packed.bytes.len());
        assert_eq!(packed.head.contains("content-encoding: gzip"), plain.bytes.len() >= 1_400, "{path}");
    }
    assert!(served.get("/page.js").bytes.len() <= 10_000);
    let style = served.packed("/page.css");
    assert!(style.bytes.len() <= 10_000 && style.head.contains("max-age"), "{}", style.bytes.len());
}

#[test]
fn originals_are_what_was_indexed() {
    use std::io::Write as _;
    let office = Office::new();
    let text = |n: u32| letter(&format!("{n}/KH-UBND"), "ngày 01 tháng 3 năm 2023", "KẾ HOẠCH", "Kiểm tra", "Nội dung.");
    office.write("di/a.txt", &text(1)).write("di/b.txt", &text(2));
    let mut zip = zip::ZipWriter::new(std::fs::File::create(office.files().join("c.zip")).expect("made"));
    zip.start_file("trong.txt", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(text(3).as_bytes()).expect("written");
    zip.finish().expect("closed");
    assert_eq!(office.index().status, Some(0));
    let served = Served::new(office, &[]);
    let original = |number: &str| served.get(&format!("/vb/{}/tep", id_of(&served, number)));
    let plain = original("1/KH-UBND");
    assert_eq!((plain.status, plain.body), (200, text(1)));
    assert!(plain.head.contains("attachment; filename*=utf-8''a%2etxt"), "{}", plain.head);
    // Another text lies there by now, and nobody knows yet whether it may be shown.
    served.office.write("di/b.txt", "MẬT");
    assert_eq!(original("2/KH-UBND").status, 410);
    // The container holds more than the one document.
    assert_eq!(original("3/KH-UBND").status, 404);
    assert_eq!(served.get("/vb/di%2Fa.txt/tep").status, 404);
    let depth = |n: u32| served.json(&format!("/api/v1/vb/{}/luoc-do?sau={n}", id_of(&served, "1/KH-UBND")))["edges"].clone();
    assert_eq!(depth(5), depth(4_000_000));
}

#[test]
fn a_pdf_opens_cut_off_from_everything() {
    let served = Served::new(sample(), &[]);
    let found = served.json("/api/v1/search?q=466/QĐ-UBND&limit=9".replace('Đ', "%C4%90").as_str());
    let hits = found["hits"].as_array().expect("hits");
    let is_pdf = |h: &&Value| h["path"].as_str().is_some_and(|p| Path::new(p).extension().is_some_and(|e| e == "pdf"));
    let pdf = hits.iter().find(is_pdf).expect("a PDF of this number");
    let answer = served.get(&format!("/vb/{}/tep", pdf["id"].as_str().expect("an id")));
    assert_eq!(answer.status, 200);
    let kept = served.get(&format!("/vb/{}/tep?tai=1", pdf["id"].as_str().expect("an id")));
    assert!(kept.head.contains("content-disposition: attachment"), "{}", kept.head);
    let id = pdf["id"].as_str().expect("an id");
    let draw = || served.get(&format!("/vb/{id}/trang/1.jpg"));
    // On a machine that is busy with other tests a page may not be drawn in its time.
    let page = (0..6).map(|_| draw()).find(|page| page.status != 503).expect("drawn");
    assert!(page.status == 200 && page.bytes.starts_with(&[0xff, 0xd8, 0xff]), "{}: {}", page.status, page.body);
    for none in ["0.jpg", "99.jpg", "1", "x.jpg"] {
        assert_eq!(served.get(&format!("/vb/{id}/trang/{none}")).status, 404, "{none}");
    }
    assert!(served.get(&format!("/vb/{id}?xem=anh")).body.contains("loading=\"lazy\""));
    for header in ["content-security-policy: sandbox", "content-disposition: inline", "content-type: application/pdf", "nosniff"]
    {
        assert!(answer.head.contains(header), "{header}: {}", answer.head);
    }
}

#[test]
fn a_password_is_asked_for_where_one_is_set() {
    use argon2::PasswordHasher as _;
    use base64::Engine as _;
    let office = Office::new();
    office.write("a.txt", &letter("1/KH-UBND", "ngày 01 tháng 3 năm 2023", "KẾ HOẠCH", "Kiểm tra", "Nội dung."));
    office.index();
    let salt = argon2::password_hash::SaltString::from_b64("Y29uZ3ZhbnRlc3Q").expect("base64");
    // As light as argon2 goes: the test asks a dozen times.
    let light = argon2::Argon2::new(
        argon2::Algorithm::Argon2id,
        argon2::Version::V0x13,
        argon2::Params::new(8, 1, 1, None).expect("parameters"),
    );
    let hash = light.hash_password("bí mật".as_bytes(), &salt).expect("hashed").to_string();
    office.write("../users", &format!("vanthu:{hash}\n"));
    let users = office.files().join("../users");
    let served = Served::new(office, &["--password-file", &users.to_string_lossy()]);
    let ask = |credentials: &str| {
        let encoded = base64::engine::general_purpose::STANDARD.encode(credentials);
        let request =
            format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAuthorization: Basic {encoded}\r\nConnection: close\r\n\r\n");
        served.ask(&request).status
    };
    assert!(served.get("/").head.contains("www-authenticate: basic"));
    assert_eq!(served.get("/page.js").status, 401);
    assert_eq!(ask("vanthu:bí mật"), 200);
    let statuses: Vec<u16> = (0..12).map(|n| ask(&format!("vanthu:{n}"))).collect();
    assert_eq!((statuses[0], statuses[11]), (401, 429), "{statuses:?}");
    assert_eq!(ask("vanthu:bí mật"), 200, "who is in stays in");
}

#[test]
fn many_at_once_are_answered_or_told_to_wait() {
    let served = Served::new(sample(), &[]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..48).map(|_| scope.spawn(|| served.get("/can-xem").status)).collect();
        askers.into_iter().map(|asker| asker.join().expect("answered")).collect()
    });
    assert!(statuses.iter().all(|s| matches!(s, 200 | 503)) && statuses.contains(&200), "{statuses:?}");
    assert_eq!(served.get("/can-xem").status, 200);
}
