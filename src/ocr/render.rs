//! Pages of a PDF to pictures.
//!
//! The whole page is drawn and not its embedded images taken: turning, masks, strips of one scan and stamps over it come out
//! right. A page that makes the renderer panic has no picture; one that never ends is ended with its process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::picture::{DPI, Frame, MAX_DOTS, Picture, reading_light};

/// Dots per inch of a page on the screen: a line of an A4 page is as wide as a column of text.
const SCREEN_DPI: u32 = 110;
/// Of a JPEG, in percent.
const QUALITY: u8 = 80;

/// An open PDF whose pages can be drawn.
pub struct Pages {
    pdf: Pdf,
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("pages", &self.pdf.pages().len()).finish()
    }
}

impl Pages {
    /// Opens a PDF; `None` if no page can be found in it.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let pdf = catch_unwind(AssertUnwindSafe(|| Pdf::new(Arc::new(bytes.to_vec())))).ok()?.ok()?;
        Some(Self { pdf })
    }

    /// Draws a page, counted from 0; `None` where it cannot be drawn.
    #[must_use]
    pub fn draw(&self, page: usize) -> Option<Picture> {
        catch_unwind(AssertUnwindSafe(|| self.picture(page))).ok().flatten()
    }

    /// Draws a page, counted from 0, for people to look at: in its colours, as JPEG; `None` where it cannot be drawn.
    #[must_use]
    pub fn show(&self, page: usize) -> Option<Vec<u8>> {
        catch_unwind(AssertUnwindSafe(|| self.jpeg(page))).ok().flatten()
    }

    fn jpeg(&self, page: usize) -> Option<Vec<u8>> {
        let (drawn, _) = self.drawn(page, SCREEN_DPI)?;
        let dots: Vec<u8> = drawn.data().iter().flat_map(|dot| [dot.r, dot.g, dot.b]).collect();
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, QUALITY)
            .encode(&dots, drawn.width().into(), drawn.height().into(), ExtendedColorType::Rgb8)
            .ok()?;
        Some(out)
    }

    fn picture(&self, page: usize) -> Option<Picture> {
        let (drawn, dpi) = self.drawn(page, DPI)?;
        let frame = Frame { width: drawn.width().into(), height: drawn.height().into(), dpi };
        let grey = drawn.data().iter().map(|dot| reading_light(dot.r, dot.g, dot.b)).collect();
        Picture::new(frame, grey)
    }

    /// The page as dots, at so many dots per inch or as many as the limits allow.
    #[allow(clippy::cast_precision_loss, reason = "measures of a page are small numbers")]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a resolution between 1 and 200")]
    fn drawn(&self, page: usize, dpi: u32) -> Option<(Pixmap, u32)> {
        let page = self.pdf.pages().get(page)?;
        let (width, height) = page.render_dimensions();
        if !(width.is_finite() && height.is_finite() && width > 1.0 && height > 1.0) {
            return None;
        }
        // A page of a poster's size is drawn as finely as the limits allow; a renderer's sides end at 65,535.
        let by_area = (MAX_DOTS as f32 / (width * height)).sqrt();
        let by_side = 32_000.0 / width.max(height);
        let scale = (dpi as f32 / 72.0).min(by_area).min(by_side);
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
        Some((drawn, ((scale * 72.0) as u32).max(1)))
    }
}
