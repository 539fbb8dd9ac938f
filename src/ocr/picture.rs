//! The picture of a page as recognition wants it: grey, upright, of a resolution that letters can be read at.

use serde::{Deserialize, Serialize};

/// Dots per inch that pages are rendered at. Measured: 300 costs a quarter more time and reads no better.
pub const DPI: u32 = 200;

/// The most dots that a picture may have: an A3 page at 400 dpi has 31 million.
pub const MAX_DOTS: usize = 40_000_000;

/// The measures of a picture; its dots travel apart, one byte each, row by row from the top, 0 black.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Dots in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Dots per inch.
    pub dpi: u32,
}

impl Frame {
    /// How many dots it has; `None` if they are none, or more than are read.
    #[must_use]
    pub fn dots(self) -> Option<usize> {
        let dots = usize::try_from(self.width).ok()?.checked_mul(usize::try_from(self.height).ok()?)?;
        (1..=MAX_DOTS).contains(&dots).then_some(dots)
    }
}

/// A page's picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its measures.
    pub frame: Frame,
    /// Its dots, [`Frame::dots`] of them.
    pub grey: Vec<u8>,
}

impl Picture {
    /// A picture of these dots; `None` if the measures say another number of them.
    #[must_use]
    pub fn new(frame: Frame, grey: Vec<u8>) -> Option<Self> {
        (frame.dots()? == grey.len()).then_some(Self { frame, grey })
    }

    /// As a portable grey map, which needs no encoder.
    #[must_use]
    pub fn head(&self) -> String {
        format!("P5\n{} {}\n255\n", self.frame.width, self.frame.height)
    }

    /// Turned clockwise by so many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Self {
        let Frame { width, height, dpi } = self.frame;
        let (w, h) = (width as usize, height as usize);
        let at = |x: usize, y: usize| self.grey.get(y * w + x).copied().unwrap_or(u8::MAX);
        let (frame, grey) = match quarters % 4 {
            0 => return self.clone(),
            2 => (self.frame, self.grey.iter().rev().copied().collect()),
            1 => {
                (Frame { width: height, height: width, dpi }, (0..w).flat_map(|x| (0..h).rev().map(move |y| at(x, y))).collect())
            }
            _ => {
                (Frame { width: height, height: width, dpi }, (0..w).rev().flat_map(|x| (0..h).map(move |y| at(x, y))).collect())
            }
        };
        Self { frame, grey }
    }

    /// Is there hardly any ink on it? Such a page has no text to recognise.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let dark = self.grey.iter().filter(|dot| **dot < 128).count();
        dark * 20_000 < self.grey.len()
    }
}

/// How dark a coloured dot reads: as its red light. Black and blue ink stay dark; a red seal over a signature all but vanishes.
#[must_use]
pub(super) fn reading_light(red: u8, green: u8, blue: u8) -> u8 {
    let grey = (u16::from(red) * 6 + u16::from(green) * 3 + u16::from(blue)) / 10;
    // Only where red stands well above the other two is the dot red ink and not paper or print.
    if red > 120 && i16::from(red) - i16::from(green.max(blue)) > 30 { red } else { u8::try_from(grey).unwrap_or(u8::MAX) }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Picture, reading_light};

    #[test]
    fn turning_four_times_is_no_turning() {
        let frame = Frame { width: 3, height: 2, dpi: 200 };
        let picture = Picture::new(frame, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let once = picture.turned(1);
        assert_eq!((once.frame.width, once.frame.height, once.grey.as_slice()), (2, 3, [4, 1, 5, 2, 6, 3].as_slice()));
        assert_eq!(once.turned(3), picture);
        assert_eq!(once.turned(1), picture.turned(2));
    }

    #[test]
    fn measures_are_held() {
        assert_eq!(Picture::new(Frame { width: 3, height: 2, dpi: 200 }, vec![0; 5]), None);
        assert_eq!(Frame { width: u32::MAX, height: u32::MAX, dpi: 200 }.dots(), None);
        assert_eq!(Frame { width: 0, height: 9, dpi: 200 }.dots(), None);
    }

    #[test]
    fn red_seals_fade_and_ink_stays() {
        for ((red, green, blue), dark) in
            [((0, 0, 0), true), ((30, 40, 150), true), ((220, 40, 50), false), ((250, 248, 240), false)]
        {
            assert_eq!(reading_light(red, green, blue) < 128, dark, "{red} {green} {blue}");
        }
    }
}
