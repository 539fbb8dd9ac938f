//! An edXML message: what its header declares, and its attachments still packed.

use super::super::entity::unescape;
use super::scan::{Found, walk};
use crate::model::{Declared, Organ, PartialDate, ReadError, ResponseFor};

/// A message as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Message<'a> {
    pub declared: Declared,
    /// `Content`: often the subject once more.
    pub content: Option<String>,
    /// `StatusCode` of a delivery report.
    pub status: Option<String>,
    /// `Description` of a delivery report.
    pub description: Option<String>,
    pub attachments: Vec<Attachment<'a>>,
    /// Was the XML well-formed?
    pub sound: bool,
}

/// An attachment still in base64.
#[derive(Debug, Default)]
pub(super) struct Attachment<'a> {
    pub id: Option<String>,
    pub name: Option<String>,
    /// The base64 text, in the pieces that it stands in.
    pub data: Vec<&'a str>,
}

impl<'a> Message<'a> {
    /// Reads a message by the names of its elements, wherever they stand.
    pub(super) fn read(text: &'a str) -> Result<Self, ReadError> {
        let mut message = Self::default();
        // Names that the manifest gives to content ids.
        let mut manifest: Vec<Attachment<'a>> = Vec::new();
        let sound = walk(text, |stack, found| message.take(stack, &found, &mut manifest))?;
        message.sound = sound;
        for attachment in &mut message.attachments {
            let same = |a: &&Attachment<'_>| a.id.is_some() && a.id == attachment.id;
            let listed = manifest.iter().find(same).and_then(|a| a.name.clone());
            attachment.name = attachment.name.take().or(listed);
        }
        let named = if message.attachments.is_empty() { &manifest } else { &message.attachments };
        message.declared.attachments = named.iter().filter_map(|a| a.name.clone()).collect();
        message.declared.response_for.retain(|r| *r != ResponseFor::default());
        message.declared.to.retain(|o| *o != Organ::default());
        Ok(message)
    }

    fn take(&mut self, stack: &[String], found: &Found<'a>, manifest: &mut Vec<Attachment<'a>>) {
        let Some(leaf) = stack.last().map(String::as_str) else { return };
        let within = |name: &str| stack.iter().any(|s| s == name);
        let text = match found {
            Found::Open => {
                match leaf {
                    "to" => self.declared.to.push(Organ::default()),
                    "responsefor" => self.declared.response_for.push(ResponseFor::default()),
                    "attachment" => self.attachments.push(Attachment::default()),
                    "reference" => manifest.push(Attachment::default()),
                    _ => {}
                }
                return;
            }
            Found::Text(text) => *text,
        };
        if matches!(leaf, "contenttransferencoded" | "attachmentencoded" | "content") && within("attachment") {
            if let Some(attachment) = self.attachments.last_mut() {
                attachment.data.push(text);
            }
            return;
        }
        let Some(value) = value(text) else { return };
        if within("attachment") || within("reference") {
            let list = if within("attachment") { &mut self.attachments } else { manifest };
            if let Some(attachment) = list.last_mut() {
                match leaf {
                    "contentid" => attachment.id = Some(value.trim_start_matches("cid:").to_owned()),
                    "attachmentname" => add(&mut attachment.name, value),
                    _ => {}
                }
            }
        } else if within("responsefor") {
            if let Some(response) = self.declared.response_for.last_mut() {
                match leaf {
                    "organid" => add(&mut response.organ_id, value),
                    "code" => add(&mut response.code, value),
                    "promulgationdate" => response.date = date(&value),
                    "documentid" => add(&mut response.document_id, value),
                    _ => {}
                }
            }
        } else if within("from") || within("to") {
            let organ = if within("from") { Some(&mut self.declared.from) } else { self.declared.to.last_mut() };
            if let Some(organ) = organ {
                match leaf {
                    "organid" => add(&mut organ.id, value),
                    "organname" => organ.name = Some(value),
                    "organizationincharge" if organ.name.is_none() => organ.name = Some(value),
                    _ => {}
                }
            }
        } else {
            self.field(leaf, value, &within);
        }
    }

    fn field(&mut self, leaf: &str, value: String, within: &impl Fn(&str) -> bool) {
        let declared = &mut self.declared;
        match leaf {
            "codenumber" => add(&mut declared.number, value),
            "codenotation" => add(&mut declared.symbol, value),
            "place" if within("toplaces") => declared.to_places.push(value),
            "place" if within("promulgationinfo") => add(&mut declared.place, value),
            "promulgationdate" => declared.date = declared.date.or_else(|| date(&value)),
            "date" if within("promulgationinfo") => declared.date = declared.date.or_else(|| date(&value)),
            "typename" => add(&mut declared.kind_name, value),
            "subject" => add(&mut declared.subject, value),
            "content" => add(&mut self.content, value),
            "competence" => add(&mut declared.competence, value),
            "position" | "function" => add(&mut declared.position, value),
            "fullname" => add(&mut declared.signer, value),
            "documentid" if !within("bussiness") && !within("business") => add(&mut declared.document_id, value),
            "duedate" => declared.due = date(&value),
            "priority" => add(&mut declared.priority, value),
            "bussinessdoctype" | "businessdoctype" => declared.business_type = value.parse().ok(),
            "statuscode" => add(&mut self.status, value),
            "description" => add(&mut self.description, value),
            _ => {}
        }
    }
}

/// A value without blanks around it; programs write `null` for what they do not have.
fn value(text: &str) -> Option<String> {
    let value = unescape(text.trim());
    (!value.is_empty() && value != "null").then(|| value.into_owned())
}

/// The first value stays; text that a comment or reference parts goes on.
fn add(slot: &mut Option<String>, value: String) {
    if slot.is_none() {
        *slot = Some(value);
    }
}

/// Accepted: `2026/02/09`, `2026-02-09`, `09/02/2026`, each also with a time behind it. Refused: all else.
fn date(text: &str) -> Option<PartialDate> {
    let day = text.split([' ', 'T']).next()?;
    let parts: Vec<u16> = day.split(['/', '-', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let small = |n: u16| u8::try_from(n).ok();
    match *parts.as_slice() {
        [year, month, day] if year > 31 => PartialDate::day(year, small(month)?, small(day)?),
        [day, month, year] => PartialDate::day(year, small(month)?, small(day)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn reads_dates() {
        for (text, expected) in [
            ("2026/02/09", Some("2026-02-09")),
            ("2026-02-09T08:00:00", Some("2026-02-09")),
            ("09/02/2026 08:15:00", Some("2026-02-09")),
            ("31/02/2026", None),
            ("20260209", None),
            ("", None),
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }
}
