//! What reading one file may spend, so that a crafted one costs no more than a long honest one.

use std::io::{Read as _, Write};

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

/// What is left to spend on one file.
#[derive(Debug)]
pub(super) struct Budget {
    /// Operators of content streams.
    operators: usize,
    /// Glyphs.
    glyphs: usize,
    /// Forms drawn; each may draw others.
    forms: usize,
    /// Bytes that streams unpack to.
    unpacked: u64,
    /// Has anything been refused?
    pub(super) exceeded: bool,
}

/// Operators of all pages together: 20,000 full pages take about as many.
const OPERATORS: usize = 40_000_000;
/// Glyphs of all pages together: half of those of 20,000 full pages; the longest law has a twentieth.
const GLYPHS: usize = 40_000_000;
/// Forms of all pages together: headers and stamps are some five a page.
const FORMS: usize = 300_000;
/// Deflate cannot pack better than this.
const MAX_RATIO: u64 = 1032;

impl Budget {
    /// A fresh one, with this many bytes to unpack.
    pub(super) fn new(unpacked: u64) -> Self {
        Self { operators: OPERATORS, glyphs: GLYPHS, forms: FORMS, unpacked, exceeded: false }
    }

    /// Takes one operator.
    pub(super) fn operator(&mut self) -> bool {
        take(&mut self.operators, &mut self.exceeded)
    }

    /// Takes one glyph.
    pub(super) fn glyph(&mut self) -> bool {
        take(&mut self.glyphs, &mut self.exceeded)
    }

    /// Takes one form.
    pub(super) fn form(&mut self) -> bool {
        take(&mut self.forms, &mut self.exceeded)
    }

    /// May this stream be unpacked? Takes the size from the budget if so.
    pub(super) fn unpack(&mut self, stream: &Stream<'_>) -> bool {
        let raw = stream.raw_data();
        let filters = stream.filters();
        let packs = |f: &&Filter| matches!(f, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
        let packers = u32::try_from(filters.iter().filter(packs).count()).unwrap_or(u32::MAX);
        let packed = raw.len() as u64;
        // What it may come to at worst: packings within packings multiply.
        let worst = MAX_RATIO.checked_pow(packers).and_then(|ratio| packed.checked_mul(ratio)).unwrap_or(u64::MAX);
        let allowed = worst <= self.unpacked || packers == 1 && inflated_size(&raw, self.unpacked).is_some();
        self.exceeded |= !allowed;
        allowed
    }

    /// Takes what a stream turned out to unpack to.
    pub(super) fn unpacked(&mut self, bytes: usize) {
        self.unpacked = self.unpacked.saturating_sub(bytes as u64);
    }
}

/// Takes one of what is left.
fn take(left: &mut usize, exceeded: &mut bool) -> bool {
    match left.checked_sub(1) {
        Some(rest) => *left = rest,
        None => *exceeded = true,
    }
    !*exceeded
}

/// The size that deflated data unpacks to, without keeping it; `None` if it is more than the limit.
fn inflated_size(data: &[u8], limit: u64) -> Option<u64> {
    let mut reader = flate2::read::ZlibDecoder::new(data).take(limit + 1);
    let mut sink = Count(0);
    // Damaged data counts with what it gave.
    let _ = std::io::copy(&mut reader, &mut sink);
    (sink.0 <= limit).then_some(sink.0)
}

struct Count(u64);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Longest run of opening brackets that an honest stream has; the parser's cost grows with the square of it.
const DEEP: usize = 256;

/// Does it hold brackets nested deeper than any honest stream?
pub(super) fn too_deep(data: &[u8]) -> bool {
    let runs = ["(", "["].iter().any(|open| memchr::memmem::find(data, open.repeat(DEEP).as_bytes()).is_some());
    runs || dictionaries_too_deep(data)
}

/// More dictionaries than this are looked at one by one.
const MANY: usize = 50_000;

/// Are more dictionaries open at once than any program writes? Chance pairs of brackets in pictures even out.
fn dictionaries_too_deep(data: &[u8]) -> bool {
    if memchr::memmem::find_iter(data, b"<<").take(MANY).count() < MANY {
        return false;
    }
    let mut open = 0_i64;
    let mut last = None;
    for at in memchr::memchr2_iter(b'<', b'>', data) {
        let byte = data.get(at).copied();
        // Two brackets side by side are one sign.
        if last == Some((at.wrapping_sub(1), byte)) {
            open = if byte == Some(b'<') { open + 1 } else { (open - 1).max(0) };
            last = None;
        } else {
            last = Some((at, byte));
        }
        if open > 5000 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{inflated_size, too_deep};
    use std::io::Write as _;

    #[test]
    fn bombs_are_measured_without_being_kept() {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![b' '; 3 << 20]).ok();
        let bomb = packer.finish().unwrap_or_default();
        assert_eq!(inflated_size(&bomb, 1 << 20), None);
        assert_eq!(inflated_size(&bomb, 4 << 20), Some(3 << 20));
    }

    #[test]
    fn deep_nesting_is_seen() {
        assert!(too_deep("(".repeat(5000).as_bytes()));
        assert!(too_deep("<</A ".repeat(60_000).as_bytes()));
        assert!(!too_deep("<</A 1>>".repeat(60_000).as_bytes()));
        assert!(!too_deep(b"[(a)(b)] TJ << /A << /B 1 >> >>"));
    }
}
