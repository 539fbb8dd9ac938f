//! Owns the made-up documents of the benches: letters by the rules, in the tongue's own syllables at the frequencies of a language,
//! with numbers, bodies and days that collide as they do in real archives. The same seed makes the same bytes everywhere.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Numbers from a seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let x = self.0 ^ (self.0 >> 33);
        x.wrapping_mul(0xff51_afd7_ed55_8ccd) >> 11
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A rank below `n` that falls off as words do: half of all are among the first root of `n`.
    fn rank(&mut self, n: usize) -> usize {
        let mut span = 2;
        while span < n && self.below(100) < 86 {
            span = (span * 2).min(n);
        }
        self.below(span)
    }
}

const ONSETS: [&str; 22] =
    ["", "b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "nh", "ng", "ph", "qu", "r", "s", "t", "th", "tr", "v"];
const RHYMES: [&str; 60] = [
    "an", "ành", "ông", "iệc", "ại", "ủ", "ươ", "ính", "ện", "ạch", "iên", "ung", "oàn", "ội", "inh", "ác", "ảo", "ển", "ường",
    "ất", "ịnh", "uyết", "ọc", "anh", "ến", "ân", "ướng", "ải", "ôi", "ám", "ức", "ên", "iều", "uận", "ày", "ở", "ã", "ờ", "ập",
    "ốt", "iếu", "ưu", "ang", "ệ", "ích", "ơn", "ó", "uan", "ét", "ằng", "ộ", "ì", "ời", "iểm", "ầu", "ú", "ẫn", "uất", "ít",
    "oạt",
];
const NAMES: [&str; 16] =
    ["Mẫu", "Sơn", "Lâm", "Bình", "Hải", "Thanh", "Điền", "Kim", "Ngọc", "Trà", "Xuân", "Đông", "Phú", "Vĩnh", "Long", "Tân"];
const TOPICS: [&str; 24] = [
    "phòng cháy chữa cháy rừng mùa khô",
    "tiêm phòng bệnh dại đàn chó mèo",
    "duy tu đường giao thông nông thôn",
    "khen thưởng học sinh giỏi",
    "thu gom chất thải rắn sinh hoạt",
    "cấp nước sạch hợp vệ sinh",
    "giải phóng mặt bằng kênh chính",
    "số hóa hồ sơ địa chính",
    "trợ cấp hộ nghèo, cận nghèo",
    "vệ sinh bếp ăn bán trú",
    "nạo vét kênh mương tiêu úng",
    "trồng cây phân tán",
    "cải cách hành chính",
    "chuyển đổi số",
    "hòa giải ở cơ sở",
    "tuyên truyền, phổ biến pháp luật",
    "kiểm soát thủ tục hành chính",
    "bảo đảm trật tự an toàn giao thông",
    "phòng, chống thiên tai",
    "tiếp công dân",
    "xây dựng nông thôn mới",
    "an toàn thực phẩm",
    "bảo hiểm y tế toàn dân",
    "quản lý đất đai",
];
const KINDS: [(&str, &str, &str); 6] = [
    ("KẾ HOẠCH", "KH-UBND", "Kế hoạch"),
    ("QUYẾT ĐỊNH", "QĐ-UBND", "Quyết định"),
    ("BÁO CÁO", "BC-UBND", "Báo cáo"),
    ("THÔNG BÁO", "TB-UBND", "Thông báo"),
    ("TỜ TRÌNH", "TTr-UBND", "Tờ trình"),
    ("", "UBND", "Công văn"),
];

/// An archive in the making.
pub struct Maker {
    words: Vec<String>,
    dice: Dice,
    communes: usize,
}

impl Maker {
    /// For about so many documents.
    pub fn new(documents: usize, seed: u64) -> Self {
        let mut words: Vec<String> =
            RHYMES.iter().flat_map(|rhyme| ONSETS.iter().map(move |onset| format!("{onset}{rhyme}"))).collect();
        let mut dice = Dice::new(seed);
        for i in (1..words.len()).rev() {
            words.swap(i, dice.below(i + 1));
        }
        Self { words, dice, communes: (documents / 400).clamp(20, 3_000) }
    }

    fn commune(&mut self) -> String {
        let at = self.dice.below(self.communes);
        format!("{} {}", NAMES[at % 16], NAMES[(at / 16 + at * 5) % 16]) + if at > 255 { " II" } else { "" }
    }

    fn sentence(&mut self, out: &mut String) {
        let length = 12 + self.dice.below(22);
        for i in 0..length {
            let rank = self.dice.rank(self.words.len());
            let word = &self.words[rank];
            if i == 0 {
                let mut letters = word.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            } else {
                out.push(' ');
                out.push_str(word);
            }
            if i > 4 && self.dice.below(12) == 0 {
                out.push(',');
            }
        }
        out.push_str(". ");
    }

    fn cited(&mut self) -> String {
        let (_, symbol, name) = *self.dice.pick(&KINDS);
        let (number, day, month, year) =
            (1 + self.dice.rank(400), 1 + self.dice.below(28), 1 + self.dice.below(12), 2015 + self.dice.below(10));
        let body = if self.dice.below(3) == 0 { format!("UBND xã {}", self.commune()) } else { "UBND huyện".to_owned() };
        let topic = *self.dice.pick(&TOPICS);
        format!("{name} số {number:02}/{symbol} ngày {day:02}/{month:02}/{year} của {body} về {topic}")
    }

    /// One document's text.
    pub fn document(&mut self) -> String {
        let commune = self.commune();
        let (title, symbol, _) = *self.dice.pick(&KINDS);
        let (number, day, month, year) =
            (1 + self.dice.rank(600), 1 + self.dice.below(28), 1 + self.dice.below(12), 2015 + self.dice.below(10));
        let topic = *self.dice.pick(&TOPICS);
        let subject = if title.is_empty() {
            format!("V/v {topic} năm {year}")
        } else {
            format!("{title}\nVề việc {topic} năm {year} trên địa bàn xã {commune}")
        };
        let mut body = String::new();
        for _ in 0..=self.dice.below(3) {
            let cited = self.cited();
            body.push_str(&format!("Căn cứ {cited};\n\n"));
        }
        for _ in 0..2 + self.dice.rank(12) {
            for _ in 0..2 + self.dice.below(4) {
                self.sentence(&mut body);
            }
            if self.dice.below(3) == 0 {
                let cited = self.cited();
                body.push_str(&format!("Thực hiện {cited}. "));
            }
            body.push_str(&format!("Công tác {}.\n\n", self.dice.pick(&TOPICS)));
        }
        format!(
            "UBND HUYỆN {}\nUBND XÃ {}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: {number:02}/{symbol}\n\n{commune}, ngày {day:02} tháng {month:02} năm {year}\n\n{subject}\n\n{body}\nNơi nhận:\n- UBND huyện;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n{} Văn {}\n",
            NAMES[self.dice.below(16)].to_uppercase(),
            commune.to_uppercase(),
            self.dice.pick(&NAMES),
            self.dice.pick(&NAMES),
        )
    }
}

/// Documents of one container.
const EACH: usize = 500;

/// Writes so many documents as text in ZIP containers, so that a million of them need no million files; gives the bytes of their text.
pub fn write(folder: &Path, documents: usize, seed: u64) -> io::Result<u64> {
    let mut maker = Maker::new(documents, seed);
    let mut bytes = 0;
    fs::create_dir_all(folder)?;
    for first in (0..documents).step_by(EACH) {
        let mut zip = zip::ZipWriter::new(File::create(folder.join(format!("{first:07}.zip")))?);
        let options = zip::write::SimpleFileOptions::default().compression_level(Some(1));
        for i in first..documents.min(first + EACH) {
            let text = maker.document();
            bytes += text.len() as u64;
            zip.start_file(format!("{i:07}.txt"), options).map_err(io::Error::other)?;
            zip.write_all(text.as_bytes())?;
        }
        zip.finish().map_err(io::Error::other)?;
    }
    Ok(bytes)
}
