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

/// Pairs of neighbouring syllables of the language with how often they were met.
const PAIRS: &str = include_str!("../../src/tables/pairs.tsv");

/// The syllables of the language, the most frequent first, each with how many are met up to it.
fn syllables() -> (Vec<String>, Vec<usize>) {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for row in PAIRS.lines().filter(|row| !row.starts_with('#')) {
        for (word, count) in row.split_whitespace().filter_map(|second| second.split_once(':')) {
            *counts.entry(word).or_default() += count.parse::<usize>().unwrap_or(0);
        }
    }
    let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
    sorted.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
    let mut sum = 0;
    let sums = sorted.iter().map(|(_, count)| {
        sum += count;
        sum
    });
    (sorted.iter().map(|(word, _)| (*word).to_owned()).collect(), sums.collect())
}

/// An archive in the making.
pub struct Maker {
    /// The syllables of the language, then rare ones that are made up.
    words: Vec<String>,
    /// How many syllables are met up to each of the language.
    sums: Vec<usize>,
    dice: Dice,
    communes: usize,
}

impl Maker {
    /// For about so many documents.
    pub fn new(documents: usize, seed: u64) -> Self {
        let (mut words, sums) = syllables();
        let mut rare: Vec<String> =
            RHYMES.iter().flat_map(|rhyme| ONSETS.iter().map(move |onset| format!("{onset}{rhyme}"))).collect();
        let mut dice = Dice::new(seed);
        for i in (1..rare.len()).rev() {
            rare.swap(i, dice.below(i + 1));
        }
        words.extend(rare);
        Self { words, sums, dice, communes: (documents / 400).clamp(20, 3_000) }
    }

    /// A word of the texts by its frequency, from 0.
    pub fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    fn commune(&mut self) -> String {
        let at = self.dice.below(self.communes);
        format!("{} {}", NAMES[at % 16], NAMES[(at / 16 + at * 5) % 16]) + if at > 255 { " II" } else { "" }
    }

    fn sentence(&mut self, out: &mut String) {
        let length = 12 + self.dice.below(22);
        for i in 0..length {
            // Nine of ten words are those of the language, at their frequency.
            let rank = if self.dice.below(10) > 0 {
                let met = self.dice.below(self.sums.last().copied().unwrap_or(1));
                self.sums.partition_point(|sum| *sum <= met)
            } else {
                self.sums.len() + self.dice.rank(self.words.len() - self.sums.len())
            };
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

    /// The words of a citation, and the number, symbol and type that they cite.
    fn cited(&mut self) -> (String, Cited) {
        let (_, symbol, name) = *self.dice.pick(&KINDS);
        let (number, day, month, year) =
            (1 + self.dice.rank(400), 1 + self.dice.below(28), 1 + self.dice.below(12), 2015 + self.dice.below(10));
        let body = if self.dice.below(3) == 0 { format!("UBND xã {}", self.commune()) } else { "UBND huyện".to_owned() };
        let topic = *self.dice.pick(&TOPICS);
        let words = format!("{name} số {number:02}/{symbol} ngày {day:02}/{month:02}/{year} của {body} về {topic}");
        (words, (number, symbol, name))
    }

    /// One document's text.
    pub fn document(&mut self) -> String {
        self.made(None).text
    }

    /// One document, of so many paragraphs or of as many as fall out.
    pub fn made(&mut self, paragraphs: Option<usize>) -> Made {
        let commune = self.commune();
        let (title, symbol, name) = *self.dice.pick(&KINDS);
        let (number, day, month, year) =
            (1 + self.dice.rank(600), 1 + self.dice.below(28), 1 + self.dice.below(12), 2015 + self.dice.below(10));
        let topic = *self.dice.pick(&TOPICS);
        let subject = if title.is_empty() {
            format!("V/v {topic} năm {year}")
        } else {
            format!("{title}\nVề việc {topic} năm {year} trên địa bàn xã {commune}")
        };
        let mut body = String::new();
        let mut cites = Vec::new();
        for _ in 0..=self.dice.below(3) {
            let (words, cited) = self.cited();
            body.push_str(&format!("Căn cứ {words};\n\n"));
            cites.push(cited);
        }
        for _ in 0..paragraphs.unwrap_or_else(|| 2 + self.dice.rank(12)) {
            for _ in 0..2 + self.dice.below(4) {
                self.sentence(&mut body);
            }
            if self.dice.below(3) == 0 {
                let (words, cited) = self.cited();
                body.push_str(&format!("Thực hiện {words}. "));
                cites.push(cited);
            }
            body.push_str(&format!("Công tác {}.\n\n", self.dice.pick(&TOPICS)));
        }
        let text = format!(
            "UBND HUYỆN {}\nUBND XÃ {}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: {number:02}/{symbol}\n\n{commune}, ngày {day:02} tháng {month:02} năm {year}\n\n{subject}\n\n{body}\nNơi nhận:\n- UBND huyện;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n{} Văn {}\n",
            NAMES[self.dice.below(16)].to_uppercase(),
            commune.to_uppercase(),
            self.dice.pick(&NAMES),
            self.dice.pick(&NAMES),
        );
        Made {
            text,
            number: (number, symbol, name),
            date: (year, month, day),
            issuer: format!("UBND xã {commune}"),
            subject,
            cites,
        }
    }
}

/// Number, symbol, and the name of the type.
pub type Cited = (usize, &'static str, &'static str);

/// A made-up document.
pub struct Made {
    /// All its text.
    pub text: String,
    pub number: Cited,
    /// Year, month, day.
    pub date: (usize, usize, usize),
    pub issuer: String,
    pub subject: String,
    pub cites: Vec<Cited>,
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
