//! What reading one file may spend, so that a crafted one costs no more than a long honest one.

use std::io::{Read as _, Write};

use hayro_syntax::object::Stream;

/// What is left to spend on one file.
#[derive(Debug)]
pub(super) struct Budget {
    /// Operators of content streams.
    operators: usize,
    /// Glyphs.
    glyphs: usize,
    /// Bytes that streams unpack to.
    unpacked: u64,
    /// Has anything been refused?
    pub(super) exceeded: bool,
}

/// Operators of all pages together: 20,000 full pages take about as many.
const OPERATORS: usize = 60_000_000;
/// Glyphs of all pages together: five times those of 20,000 full pages would be read by nobody.
const GLYPHS: usize = 80_000_000;
/// Deflate cannot pack better than this.
const MAX_RATIO: u64 = 1032;

impl Budget {
    /// A fresh one, with this many bytes to unpack.
    pub(super) fn new(unpacked: u64) -> Self {
        Self { operators: OPERATORS, glyphs: GLYPHS, unpacked, exceeded: false }
    }

    /// Takes one operator.
    pub(super) fn operator(&mut self) -> bool {
        let left = self.operators.checked_sub(1);
        self.operators = left.unwrap_or(0);
        self.exceeded |= left.is_none();
        left.is_some()
    }

    /// Takes one glyph.
    pub(super) fn glyph(&mut self) -> bool {
        let left = self.glyphs.checked_sub(1);
        self.glyphs = left.unwrap_or(0);
        self.exceeded |= left.is_none();
        left.is_some()
    }

    /// May this stream be unpacked? Takes the size from the budget if so.
    pub(super) fn unpack(&mut self, stream: &Stream<'_>) -> bool {
        let raw = stream.raw_data();
        let filters = u32::try_from(stream.filters().len()).unwrap_or(u32::MAX);
        let packed = raw.len() as u64;
        let allowed = if filters == 0 {
            packed <= self.unpacked
        } else if filters == 1 && packed.saturating_mul(MAX_RATIO) <= self.unpacked {
            true
        } else if filters == 1 {
            inflated_size(&raw, self.unpacked).is_some()
        } else {
            // A chain of filters multiplies; nobody honest chains more than a coding over a packing.
            filters == 2 && packed.saturating_mul(MAX_RATIO) <= self.unpacked
        };
        self.exceeded |= !allowed;
        if allowed {
            self.unpacked = self.unpacked.saturating_sub(packed);
        }
        allowed
    }

    /// Takes what a stream turned out to unpack to.
    pub(super) fn unpacked(&mut self, bytes: usize) {
        self.unpacked = self.unpacked.saturating_sub(bytes as u64);
    }
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
    ["(", "[", "<<"].iter().any(|open| {
        let run = open.repeat(DEEP);
        memchr::memmem::find(data, run.as_bytes()).is_some()
    })
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
        assert!(!too_deep(b"[(a)(b)] TJ << /A << /B 1 >> >>"));
    }
}
