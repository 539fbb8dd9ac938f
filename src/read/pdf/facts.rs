//! Facts about the file: title, author, producer, time, digital signatures.

use hayro_syntax::Pdf;
use lopdf::{Dictionary, Document, Object};

use super::certificate::signer_name;
use super::text_string::text_string;
use crate::model::{FileFacts, SignatureFact};

/// What the file says about itself.
pub(super) fn read(pdf: &Pdf, bytes: &[u8]) -> FileFacts {
    let about = pdf.metadata();
    let text =
        |bytes: &Option<Box<[u8]>>| bytes.as_ref().map(|b| text_string(b).trim().to_owned()).filter(|text| !text.is_empty());
    let created = about.creation_date.map(|d| {
        let zone = format!("{:+03}:{:02}", d.utc_offset_hour, d.utc_offset_minute);
        format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}", d.year, d.month, d.day, d.hour, d.minute, d.second)
    });
    FileFacts {
        title: text(&about.title),
        author: text(&about.author),
        producer: text(&about.producer).or_else(|| text(&about.creator)),
        created,
        signatures: signatures(bytes),
    }
}

/// The digital signatures, in the order of their objects. The file is taken apart for them only where it says that it has one.
fn signatures(bytes: &[u8]) -> Vec<SignatureFact> {
    if memchr::memmem::find(bytes, b"/ByteRange").is_none() {
        return Vec::new();
    }
    let Ok(document) = Document::load_mem(bytes) else { return Vec::new() };
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    dictionaries
        .flat_map(|dict| {
            // A signature is an object of its own or stands in its field.
            let inner = dict.get(b"V").ok().and_then(|v| v.as_dict().ok());
            [Some(dict), inner]
        })
        .flatten()
        .filter_map(|dict| signature(&document, dict, bytes))
        .take(64)
        .collect()
}

fn signature(document: &Document, dict: &Dictionary, bytes: &[u8]) -> Option<SignatureFact> {
    let resolve = |key: &[u8]| dict.get(key).ok().and_then(|o| document.dereference(o).ok()).map(|(_, o)| o);
    let range = resolve(b"ByteRange")?.as_array().ok()?;
    let range: Vec<usize> = range.iter().filter_map(|n| n.as_i64().ok()).filter_map(|n| usize::try_from(n).ok()).collect();
    let contents = resolve(b"Contents").and_then(|o| o.as_str().ok()).unwrap_or_default();
    let string = |key: &[u8]| match resolve(key) {
        Some(Object::String(text, _)) => Some(text_string(text)).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()),
        _ => None,
    };
    Some(SignatureFact {
        signer: signer_name(contents).or_else(|| string(b"Name")),
        time: string(b"M").map(|m| iso_time(&m)),
        covers_whole_file: covers(&range, bytes),
    })
}

/// Do the two stretches, with the signature between them, reach from the first byte to the last? Blank lines behind are no change.
fn covers(range: &[usize], bytes: &[u8]) -> bool {
    let [0, first, second, length] = range else { return false };
    let end = second.saturating_add(*length);
    first < second && bytes.get(end..).is_some_and(|rest| rest.iter().all(|b| b.is_ascii_whitespace() || *b == 0))
}

/// `D:20250107163241+07'00'` as `2025-01-07T16:32:41+07:00`; anything else as it is.
fn iso_time(raw: &str) -> String {
    let text = raw.strip_prefix("D:").unwrap_or(raw);
    let part = |from: usize, to: usize| text.get(from..to).filter(|p| p.bytes().all(|b| b.is_ascii_digit()));
    let (Some(year), Some(month), Some(day)) = (part(0, 4), part(4, 6), part(6, 8)) else { return raw.to_owned() };
    let (Some(hour), Some(minute), Some(second)) = (part(8, 10), part(10, 12), part(12, 14)) else {
        return format!("{year}-{month}-{day}");
    };
    let zone = match text.get(14..).map(|z| z.replace('\'', ":")) {
        Some(zone) if zone.starts_with(['+', '-']) => zone.trim_end_matches(':').to_owned(),
        Some(zone) if zone.starts_with('Z') => "Z".to_owned(),
        _ => String::new(),
    };
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
}

#[cfg(test)]
mod tests {
    use super::{covers, iso_time};

    #[test]
    fn times_are_read() {
        for (raw, want) in [
            ("D:20250107163241+07'00'", "2025-01-07T16:32:41+07:00"),
            ("D:20250107163241Z", "2025-01-07T16:32:41Z"),
            ("D:20250107", "2025-01-07"),
            ("hôm qua", "hôm qua"),
        ] {
            assert_eq!(iso_time(raw), want);
        }
    }

    #[test]
    fn what_is_added_after_signing_is_seen() {
        for (range, file, want) in [
            (&[0, 4, 6, 4][..], &b"0123456789"[..], true),
            (&[0, 4, 6, 4], b"0123456789\n", true),
            (&[0, 4, 6, 4], b"0123456789 more", false),
            (&[1, 4, 6, 4], b"0123456789", false),
            (&[0, 4, 6, 40], b"0123456789", false),
            (&[0, 4], b"0123", false),
        ] {
            assert_eq!(covers(range, file), want, "{range:?}");
        }
    }
}
