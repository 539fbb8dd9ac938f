//! The lists of a DOC: definitions, and the instances that paragraphs name.

use std::collections::BTreeMap;

use super::super::list::{self, Counts, LEVELS, Level};
use super::super::ordinal::Numerals;
use super::fib::{u16_at, u32_at};
use super::props::CharProps;
use super::styles::Styles;

/// All lists and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// By the definition's number.
    definitions: BTreeMap<u32, (Vec<Level>, Counts)>,
    instances: Vec<Instance>,
}

#[derive(Debug, Default)]
struct Instance {
    definition: u32,
    starts: Counts,
    used: bool,
}

impl Lists {
    /// Reads the tables. The levels stand behind the table of definitions, outside its stated length, so `lists` goes to the
    /// stream's end.
    pub(super) fn read(lists: &[u8], overrides: &[u8], styles: &Styles<'_>) -> Self {
        let mut all = Self::default();
        let count = usize::from(u16_at(lists, 0).unwrap_or_default());
        let mut at = 2 + count * 28;
        for i in 0..count {
            let Some(id) = u32_at(lists, 2 + i * 28) else { break };
            let simple = lists.get(2 + i * 28 + 26).is_some_and(|flags| flags & 1 != 0);
            let mut levels = Vec::new();
            for _ in 0..if simple { 1 } else { LEVELS } {
                let Some((level, length)) = read_level(lists.get(at..).unwrap_or_default(), styles) else { break };
                levels.push(level);
                at += length;
            }
            all.definitions.insert(id, (levels, Counts::default()));
        }
        let count = u32_at(overrides, 0).unwrap_or_default() as usize;
        let mut at = 4 + count.saturating_mul(16);
        for i in 0..count.min(overrides.len() / 16) {
            let Some(definition) = u32_at(overrides, 4 + i * 16) else { break };
            let mut instance = Instance { definition, ..Instance::default() };
            let changed = overrides.get(4 + i * 16 + 12).copied().unwrap_or_default();
            at = at.saturating_add(4);
            for _ in 0..changed {
                let (Some(start), Some(flags)) = (u32_at(overrides, at), u32_at(overrides, at + 4)) else { break };
                at += 8;
                if flags & 0x10 != 0
                    && let Some(slot) = instance.starts.get_mut((flags & 0xF) as usize)
                {
                    *slot = Some(start);
                }
                if flags & 0x20 != 0 {
                    at += read_level(overrides.get(at..).unwrap_or_default(), styles).map_or(0, |(_, length)| length);
                }
            }
            all.instances.push(instance);
        }
        all
    }

    /// Counts a paragraph of a list (from 1) and gives its number.
    pub(super) fn next(&mut self, list: u16, level: u8) -> String {
        let Some(instance) = usize::from(list).checked_sub(1).and_then(|i| self.instances.get_mut(i)) else {
            return String::new();
        };
        let Some((levels, counts)) = self.definitions.get_mut(&instance.definition) else { return String::new() };
        if !instance.used {
            instance.used = true;
            for (count, start) in counts.iter_mut().zip(instance.starts) {
                if start.is_some() {
                    *count = None;
                }
            }
        }
        list::next(levels, counts, &instance.starts, usize::from(level).min(LEVELS - 1))
    }
}

/// One level and how many bytes it takes.
fn read_level(bytes: &[u8], styles: &Styles<'_>) -> Option<(Level, usize)> {
    let start = u32_at(bytes, 0)?;
    let numerals = match bytes.get(4)? {
        1 => Numerals::UpperRoman,
        2 => Numerals::LowerRoman,
        3 => Numerals::UpperLetter,
        4 => Numerals::LowerLetter,
        22 => Numerals::PaddedDecimal,
        23 => Numerals::Bullet,
        255 => Numerals::None,
        _ => Numerals::Decimal,
    };
    let flags = *bytes.get(5)?;
    let follow = *bytes.get(15)?;
    let characters = usize::from(*bytes.get(24)?);
    let paragraph = usize::from(*bytes.get(25)?);
    let at = 28 + paragraph;
    let mut props = CharProps::default();
    props.apply(bytes.get(at..at + characters)?, &CharProps::default(), &|_| &[]);
    let at = at + characters;
    let length = usize::from(u16_at(bytes, at)?);
    let mut text = String::new();
    let units: Vec<u16> = (0..length).map_while(|i| u16_at(bytes, at + 2 + i * 2)).collect();
    for c in char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')) {
        // A number's place is the character of its level.
        if u32::from(c) < 9 {
            text.push('%');
            text.push(char::from(b'1' + u8::try_from(u32::from(c)).unwrap_or_default()));
        } else {
            text.push(c);
        }
    }
    let level = Level {
        start,
        numerals,
        text,
        tight: follow == 2,
        restarts: flags & 0x08 == 0,
        legal: flags & 0x04 != 0,
        font: props.font.and_then(|f| styles.font(f)).map_or("", |f| &**f).to_owned(),
    };
    Some((level, at + 2 + length * 2))
}
