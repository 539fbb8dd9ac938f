//! Image files to pictures: PNG, JPEG and TIFF, the pages of a TIFF each on its own.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits, imageops::FilterType};

use super::picture::{DPI, Frame, MAX_DOTS, Picture, reading_light};
use crate::read::tiff_directories;

/// The longest side in dots that is worth recognising: A4 at 300 dpi. Photographs are larger and read no better for it.
const LONG_SIDE: u32 = 3_508;
/// The long side of A4 in tenths of an inch, which an image is taken for where it does not say.
const A4_TENTHS: u32 = 117;
/// Bytes that a decoder may take.
const MAX_MEMORY: u64 = 1 << 30;

/// Decodes an image file's page, counted from 0; `None` where it cannot be decoded.
#[must_use]
pub fn decode(bytes: &[u8], page: usize) -> Option<Picture> {
    catch_unwind(AssertUnwindSafe(|| image(bytes, page))).ok().flatten().and_then(|image| picture(&image))
}

fn image(bytes: &[u8], page: usize) -> Option<DynamicImage> {
    let bytes = if page == 0 { std::borrow::Cow::Borrowed(bytes) } else { std::borrow::Cow::Owned(tiff_from(bytes, page)?) };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(bytes.as_ref())).with_guessed_format().ok()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > 4 * MAX_DOTS as u64 {
        return None;
    }
    // Telephones write how the paper was held, not the paper upright.
    let held = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(held);
    Some(image)
}

fn picture(image: &DynamicImage) -> Option<Picture> {
    let long = image.width().max(image.height());
    if image.width().min(image.height()) < 16 {
        return None;
    }
    let scaled = if long > LONG_SIDE { Some(image.resize(LONG_SIDE, LONG_SIDE, FilterType::Triangle)) } else { None };
    let image = scaled.as_ref().unwrap_or(image);
    let (width, height) = (image.width(), image.height());
    let dpi = (width.max(height) * 10 / A4_TENTHS).clamp(70, 2 * DPI);
    let over_white = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    let grey = match image {
        DynamicImage::ImageLuma8(grey) => grey.as_raw().clone(),
        other => other
            .to_rgba8()
            .pixels()
            .map(|p| {
                let [r, g, b, a] = p.0;
                reading_light(over_white(r, a), over_white(g, a), over_white(b, a))
            })
            .collect(),
    };
    Picture::new(Frame { width, height, dpi }, grey)
}

/// A TIFF whose first directory is this page's: the decoder reads the first.
fn tiff_from(bytes: &[u8], page: usize) -> Option<Vec<u8>> {
    let at = *tiff_directories(bytes, page + 1)?.get(page)?;
    let mut copy = bytes.to_vec();
    let place = copy.get_mut(4..8)?;
    place.copy_from_slice(&if bytes.starts_with(b"II") { at.to_le_bytes() } else { at.to_be_bytes() });
    Some(copy)
}

#[cfg(test)]
mod tests {
    use super::decode;

    /// A grey TIFF of one strip a page, each a dot of this value.
    fn tiff(values: &[u8]) -> Vec<u8> {
        let mut bytes = b"II*\0".to_vec();
        bytes.extend(8_u32.to_le_bytes());
        for (i, value) in values.iter().enumerate() {
            let here = u32::try_from(bytes.len()).unwrap();
            let data = here + 2 + 8 * 12 + 4;
            let entry = |tag: u16, value: u32| {
                [&tag.to_le_bytes()[..], &4_u16.to_le_bytes(), &1_u32.to_le_bytes(), &value.to_le_bytes()].concat()
            };
            bytes.extend(8_u16.to_le_bytes());
            for (tag, value) in [(256, 20), (257, 20), (258, 8), (259, 1), (262, 1), (273, data), (278, 20), (279, 400)] {
                bytes.extend(entry(tag, value));
            }
            let next = if i + 1 < values.len() { data + 400 } else { 0 };
            bytes.extend(next.to_le_bytes());
            bytes.extend(vec![*value; 400]);
        }
        bytes
    }

    #[test]
    fn pages_of_a_tiff_come_each_on_its_own() {
        let file = tiff(&[10, 200, 90]);
        for (page, value) in [(0, Some(10)), (1, Some(200)), (2, Some(90)), (3, None)] {
            assert_eq!(decode(&file, page).map(|p| p.grey[0]), value);
        }
    }

    #[test]
    fn what_is_no_image_gives_none() {
        for bytes in [b"".as_slice(), b"II*\0", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0rubbish"] {
            assert_eq!(decode(bytes, 0), None);
        }
    }
}
