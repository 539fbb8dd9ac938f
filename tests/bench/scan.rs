//! How fast citations are found, in MB/s of Vietnamese text: `cargo bench --bench scan`.
//!
//! Each text is scanned with all attributes (date, issuer, relation, pinpoint, subject), in one, two and four lengths, so that
//! what grows faster than the text shows; beside it stand the speed of a plain read of the same bytes and the speed that the
//! authors of eyecite tell of it. Medians of several runs, in the time that the thread ran on a processor where the kernel tells
//! it, for other work on the machine is no cost of the scan. Nothing here is a test, for times depend on the machine.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(missing_docs, reason = "a bench has no readers of its interface")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use congvan::extract::citations;
use congvan::model::Page;

/// The shortest length of each text, in bytes.
const LENGTH: usize = 1 << 20;
const RUNS: usize = 7;
/// The kernel counts the time of a thread in ticks of some milliseconds: a run is repeated until it has taken so long.
const LONG: Duration = Duration::from_millis(100);

/// What eyecite, the best known extractor of (American) citations, reads in a second: `typical legal text on the order of
/// approximately 10MB/second, though this depends on the density of citations within the text`. Source: J. Cushman, M. Dahl,
/// M. Lissner, eyecite: A tool for parsing legal citations, Journal of Open Source Software 6(66), 3617 (2021),
/// doi:10.21105/joss.03617, the note on performance. Its authors' machine and text, not ours: the ratio tells the order of
/// magnitude.
const EYECITE: f64 = 10.0;

/// Running text as reports have it: a citation in some of the sentences.
const ORDINARY: [&str; 14] = [
    "Ủy ban nhân dân xã đã chỉ đạo các ban, ngành, đoàn thể và các thôn tổ chức tuyên truyền sâu rộng đến từng hộ gia đình về ý nghĩa của công tác cải cách hành chính, nâng cao chất lượng phục vụ người dân và doanh nghiệp trên địa bàn.",
    "Trong kỳ báo cáo, bộ phận một cửa đã tiếp nhận và giải quyết đúng hạn phần lớn hồ sơ; số hồ sơ quá hạn giảm so với cùng kỳ năm trước, tỷ lệ hồ sơ nộp trực tuyến tăng lên rõ rệt ở hầu hết các lĩnh vực.",
    "Công tác tuần tra, kiểm soát được duy trì thường xuyên, không để xảy ra điểm nóng về an ninh trật tự; các mâu thuẫn phát sinh trong nhân dân được hòa giải kịp thời ngay từ cơ sở.",
    "Thực hiện Kế hoạch số 41/KH-UBND ngày 09/02/2023 của UBND huyện Tân Sơn về việc rà soát, cập nhật cơ sở dữ liệu hộ nghèo, hộ cận nghèo, xã đã thành lập tổ công tác và phân công cán bộ phụ trách từng thôn.",
    "Diện tích gieo trồng vụ xuân đạt kế hoạch đề ra, sâu bệnh được phát hiện sớm và phòng trừ kịp thời, năng suất bình quân ước đạt cao hơn vụ trước; đàn gia súc, gia cầm phát triển ổn định.",
    "Việc huy động nguồn lực xây dựng đường giao thông nông thôn được nhân dân đồng tình ủng hộ, nhiều hộ tự nguyện hiến đất, tháo dỡ tường rào để mở rộng mặt đường theo quy hoạch được duyệt.",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; xét đề nghị của công chức văn phòng, Ủy ban nhân dân xã giao các bộ phận chuyên môn rà soát lại toàn bộ quy trình nội bộ.",
    "Công tác chăm sóc sức khỏe ban đầu cho nhân dân được quan tâm, trạm y tế duy trì chế độ trực, tổ chức tiêm chủng mở rộng cho trẻ em và phụ nữ mang thai theo đúng lịch, không có dịch bệnh lớn xảy ra.",
    "Bên cạnh những kết quả đạt được, một số thôn còn chậm trong việc báo cáo số liệu, chất lượng tham mưu của một số bộ phận chưa cao, cơ sở vật chất phục vụ công tác còn thiếu thốn.",
    "Nguyên nhân chủ yếu là do địa bàn rộng, giao thông đi lại khó khăn trong mùa mưa, trình độ sử dụng công nghệ thông tin của một bộ phận người dân còn hạn chế.",
    "Trong thời gian tới, xã tiếp tục đẩy mạnh tuyên truyền, nâng cao trách nhiệm của người đứng đầu, gắn kết quả thực hiện nhiệm vụ với công tác thi đua, khen thưởng và đánh giá cán bộ cuối năm.",
    "Trường học trên địa bàn duy trì tốt nền nếp dạy và học, tỷ lệ học sinh chuyên cần cao, phong trào khuyến học, khuyến tài được các dòng họ và thôn bản tích cực hưởng ứng.",
    "Theo quy định tại khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ, hồ sơ được số hóa ngay khi tiếp nhận và lưu trữ trên hệ thống thông tin giải quyết thủ tục hành chính.",
    "Hoạt động văn hóa, văn nghệ, thể dục thể thao chào mừng các ngày lễ lớn diễn ra sôi nổi, thu hút đông đảo quần chúng tham gia và tạo không khí phấn khởi trong nhân dân.",
];

/// Grounds and lists: a citation in every line.
const DENSE: [&str; 6] = [
    "Căn cứ Nghị định số 59/2019/NĐ-CP ngày 01 tháng 7 năm 2019 của Chính phủ quy định chi tiết một số điều của Luật Phòng, chống tham nhũng;",
    "Căn cứ Thông tư số 15/2021/TT-BTP ngày 12/3/2021 của Bộ trưởng Bộ Tư pháp hướng dẫn thi hành Nghị định số 61/2018/NĐ-CP;",
    "Thực hiện các Công văn số 811/UBND, 812/UBND ngày 04/5/2023 của UBND huyện Tân Sơn về việc đôn đốc báo cáo;",
    "Kế hoạch số 16/KH-UBND ngày 09/02/2023; Quyết định số 27/QĐ-UBND ngày 08/5/2023 (được sửa đổi, bổ sung tại Quyết định số 46/QĐ-UBND);",
    "theo khoản 2 Điều 5 và điểm a khoản 1 Điều 7 Luật Đất đai năm 2013, Bộ luật Dân sự 2015;",
    "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 36/TTr-NV ngày 12/11/2023.",
];

fn text(sentences: &[&str], length: usize) -> String {
    let mut out = String::with_capacity(length + 512);
    let mut dice: u32 = 1;
    while out.len() < length {
        // Sentences in no fixed order, some a paragraph of their own.
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let pick = (dice >> 16) as usize;
        out.push_str(sentences.get(pick % sentences.len()).copied().unwrap_or_default());
        out.push_str(if pick.is_multiple_of(3) { "\n\n" } else { " " });
    }
    out
}

/// How long this thread has run on a processor; only Linux says it.
fn on_processor() -> Option<Duration> {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(said.split(' ').next()?.parse().ok()?))
}

/// The time of one call, by calls that together take long enough to be told.
fn timed(once: &mut impl FnMut()) -> Duration {
    let (start, ran) = (Instant::now(), on_processor());
    for calls in 1.. {
        once();
        let elapsed = start.elapsed();
        let ran = ran.and_then(|before| on_processor()?.checked_sub(before));
        let took = ran.unwrap_or(elapsed);
        if took >= LONG {
            return took / calls;
        }
    }
    Duration::ZERO
}

fn median(runs: usize, mut once: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| timed(&mut once)).collect();
    times.sort_unstable();
    times.get(runs / 2).copied().unwrap_or_default()
}

#[allow(clippy::cast_precision_loss, reason = "sizes of texts are far below the mantissa")]
fn speed(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64().max(1e-9)
}

fn main() {
    // A worker's allocator keeps what a large file has needed; without that, giving each run's memory back to the kernel and
    // having its pages cleared again would be measured with the scan.
    drop(black_box(vec![0_u8; 31 << 20]));
    let texts: [(&str, fn(usize) -> String); 5] = [
        ("ordinary", |n| text(&ORDINARY, n)),
        ("dense", |n| text(&DENSE, n)),
        ("digits and slashes", |n| "12/3/".repeat(n / 5)),
        ("numbers in a row", |n| "số 1/KH-UBND, ".repeat(n / 16)),
        ("cues and brackets", |n| "theo (của Ủy ban nhân dân tại ".repeat(n / 38)),
    ];
    println!("eyecite: about {EYECITE} MB/s of typical legal text, as its authors estimate (doi:10.21105/joss.03617)");
    println!(
        "{:<20} {:>6} {:>9} {:>10} {:>9} {:>11} {:>14}",
        "text", "MB", "found", "scan MB/s", "read MB/s", "scan : read", "scan : eyecite"
    );
    for (name, make) in texts {
        for times in [1, 2, 4] {
            let text = make(LENGTH * times);
            let bytes = text.len();
            let read = median(RUNS, || {
                black_box(memchr::memchr_iter(b'\n', black_box(text.as_bytes())).count());
            });
            let pages = [Page { text, ..Page::default() }];
            let mut found = 0;
            let scan = median(RUNS, || found = black_box(citations(black_box(&pages))).len());
            let (scan, read) = (speed(bytes, scan), speed(bytes, read));
            println!(
                "{name:<20} {:>6.1} {found:>9} {scan:>10.0} {read:>9.0} {:>11.3} {:>14.1}",
                speed(bytes, Duration::from_secs(1)),
                scan / read,
                scan / EYECITE
            );
        }
    }
}
