//! A walk through XML that does not mind damage: unclosed and crossed elements, undeclared prefixes, a file cut short.
//!
//! edXML is written by many home-made programs; strict parsing would lose their messages. Names are local and in lower case.

use crate::model::{ErrorCode, ReadError};

/// Deeper elements are taken as children of the deepest.
const DEEPEST: usize = 64;

/// One thing found.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// An element begins; the stack has it.
    Open,
    /// Characters of the innermost element, as they stand in the file.
    Text(&'a str),
}

/// Walks through the text. `found` gets the stack of open elements (outermost first) and what is there.
///
/// Gives whether the XML was well-formed as far as this walk can tell.
///
/// # Errors
/// A document type declaration is refused, since entities may hide an attack.
pub(super) fn walk<'a>(text: &'a str, mut found: impl FnMut(&[String], Found<'a>)) -> Result<bool, ReadError> {
    let mut stack: Vec<String> = Vec::new();
    let mut sound = true;
    let mut rest = text;
    loop {
        let Some(at) = memchr::memchr(b'<', rest.as_bytes()) else {
            push_text(&stack, rest, &mut found);
            break;
        };
        let (before, tail) = rest.split_at(at);
        push_text(&stack, before, &mut found);
        if let Some(inner) = tail.strip_prefix("<![CDATA[") {
            let end = inner.find("]]>").unwrap_or(inner.len());
            sound &= end < inner.len();
            push_text(&stack, inner.get(..end).unwrap_or_default(), &mut found);
            rest = inner.get(end + 3..).unwrap_or_default();
            continue;
        }
        let closing = match tail {
            t if t.starts_with("<!--") => "-->",
            t if t.starts_with("<?") => "?>",
            t if t.starts_with("<!") => {
                let message =
                    "The edXML message declares a DTD, which may hide an attack and is not read; ask for it without one.";
                return Err(ReadError::new(ErrorCode::Unsupported, message));
            }
            _ => ">",
        };
        let Some(end) = tail.find(closing) else {
            sound = false;
            break;
        };
        let tag = tail.get(1..end).unwrap_or_default();
        rest = tail.get(end + closing.len()..).unwrap_or_default();
        if closing != ">" {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            sound &= close(&mut stack, &local(name));
        } else {
            let empty = tag.ends_with('/');
            let name = local(tag);
            if name.is_empty() {
                sound = false;
                continue;
            }
            sound &= close_siblings(&mut stack, &name);
            if stack.len() < DEEPEST {
                stack.push(name);
                found(&stack, Found::Open);
                if empty {
                    stack.pop();
                }
            } else {
                sound = false;
            }
        }
    }
    Ok(sound && stack.is_empty())
}

fn push_text<'a>(stack: &[String], text: &'a str, found: &mut impl FnMut(&[String], Found<'a>)) {
    if !text.trim().is_empty() && !stack.is_empty() {
        found(stack, Found::Text(text));
    }
}

/// Closes the innermost element of this name and all within it; `false` unless it was the innermost of all.
fn close(stack: &mut Vec<String>, name: &str) -> bool {
    match stack.iter().rposition(|open| open == name) {
        Some(at) => {
            let innermost = at + 1 == stack.len();
            stack.truncate(at);
            innermost
        }
        None => false,
    }
}

/// Elements that stand directly in the message's header, and nowhere within one another.
#[rustfmt::skip]
const HEADER: &[&str] = &[
    "from", "to", "code", "promulgationinfo", "documenttype", "subject", "signerinfo", "author", "duedate", "toplaces", "otherinfo",
    "responsefor", "steeringtype", "statuscode", "staffinfo",
];

/// Closes what was left open before a part of the header begins; `false` if something was.
fn close_siblings(stack: &mut Vec<String>, name: &str) -> bool {
    if !HEADER.contains(&name) {
        return true;
    }
    let Some(header) = stack.iter().rposition(|open| open == "messageheader") else { return true };
    // A `ResponseFor` has a `Code` of its own.
    let own = stack.get(header + 1).is_some_and(|open| open == "responsefor") && name == "code";
    if own || stack.len() == header + 1 {
        return true;
    }
    stack.truncate(header + 1);
    false
}

/// The local name of a tag in lower case.
fn local(tag: &str) -> String {
    let name = tag.trim_start().split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Found, walk};

    #[test]
    fn walks_through_damage() {
        for (text, expected, sound) in [
            ("<a><b>x</b></a>", "a a.b a.b=x", true),
            ("<e:A><E:b c='d'/>y</e:A>", "a a.b a=y", true),
            ("<a><b>x<b>y</b></a>", "a a.b a.b=x a.b.b a.b.b=y", false),
            ("<a><b>x</a>z", "a a.b a.b=x", false),
            ("<a><![CDATA[<x>]]></a>", "a a=<x>", true),
            ("<?xml version='1'?><!-- <c> --><a>x", "a a=x", false),
            ("<a>x</b></a>", "a a=x", false),
            ("<a", "", false),
        ] {
            let mut seen = Vec::new();
            let result = walk(text, |stack, found| {
                let path = stack.join(".");
                seen.push(match found {
                    Found::Open => path,
                    Found::Text(text) => format!("{path}={text}"),
                });
            });
            assert_eq!((seen.join(" ").as_str(), result), (expected, Ok(sound)), "{text}");
        }
        assert!(walk("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", |_, _| {}).is_err());
    }
}
