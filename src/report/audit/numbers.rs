//! Owns findings about number series: gaps, duplicates, numbers and dates in opposite order.

use std::collections::{BTreeMap, BTreeSet};

use crate::link::{body_key, may_be_one_body, same_document, subjects_apart};
use crate::model::{Citation, DocId, DocNumber, Document, LinkState, PartialDate, symbol_key};

use super::{Code, Finding, Proof, field, said};
use crate::report::series::{Disorder, Gap, Member, Series, learn, ordinal, period};
use crate::report::view::{ArchiveView, Entry, FieldsRow};

/// How many files of one number are compared with one another.
const PAIRED: usize = 32;

/// Documents that are merely further files of one that comes before them by path; findings are told of the first.
#[must_use]
pub fn copies(rows: &[FieldsRow]) -> BTreeSet<DocId> {
    twins(rows).into_keys().collect()
}

/// The same, each with the document that it is another file of.
pub(super) fn twins(rows: &[FieldsRow]) -> BTreeMap<DocId, DocId> {
    let mut groups: BTreeMap<String, Vec<&FieldsRow>> = BTreeMap::new();
    for row in rows {
        let d = &row.document;
        let Some(body) = d.issuer.as_deref().and_then(|i| body_key(i, d.parent.as_deref())) else { continue };
        let what = match (d.doc_number(), &d.subject) {
            (Some(number), _) => number.key(),
            (None, Some(subject)) => subject.to_lowercase(),
            (None, None) => continue,
        };
        groups.entry(format!("{body}|{what}")).or_default().push(row);
    }
    let mut copies = BTreeMap::new();
    for group in groups.into_values() {
        let mut firsts: Vec<&FieldsRow> = Vec::new();
        for row in group {
            match firsts.iter().find(|f| same_document(&f.document, &row.document)) {
                Some(first) => {
                    copies.insert(row.id.clone(), first.id.clone());
                }
                None => firsts.push(row),
            }
        }
    }
    copies
}

/// Adds what series give, of all or of those that concern one document; gives how many series are too thin for telling gaps.
pub(super) fn findings(
    view: &dyn ArchiveView,
    rows: &[FieldsRow],
    concern: Option<(&Entry, &BTreeSet<DocId>)>,
    out: &mut Vec<Finding>,
) -> usize {
    let concerned = concern.map(|(_, ids)| ids);
    let of_concern: Vec<FieldsRow>;
    let rows = match concerned {
        // Only the bodies whose documents are concerned: their series are whole.
        Some(ids) => {
            let body = |row: &FieldsRow| row.document.issuer.as_deref().and_then(|i| body_key(i, row.document.parent.as_deref()));
            let bodies: BTreeSet<String> = rows.iter().filter(|r| ids.contains(&r.id)).filter_map(body).collect();
            of_concern = rows.iter().filter(|r| body(r).is_some_and(|b| bodies.contains(&b))).cloned().collect();
            &of_concern
        }
        None => rows,
    };
    let mut thin = 0;
    for series in learn(rows) {
        for group in series.duplicates() {
            if concerned.is_none_or(|ids| group.iter().any(|m| ids.contains(&m.id))) {
                out.extend(duplicate(view, &series, &group));
            }
        }
        for disorder in series.disorders() {
            let both = concerned.is_none_or(|ids| ids.contains(&disorder.smaller.id) && ids.contains(&disorder.larger.id));
            if both {
                out.extend(order(view, &series, &disorder, concern.map(|(entry, _)| entry)));
            }
        }
        match series.gaps() {
            None => thin += 1,
            Some(gaps) => {
                let own = concern.map(|(entry, _)| &entry.id);
                let beside = |g: &Gap<'_>| own.is_none_or(|id| g.after.id == *id || g.before.is_some_and(|b| b.id == *id));
                out.extend(gaps.iter().filter(|g| beside(g)).map(|g| gap(view, &series, g)));
            }
        }
    }
    other_text(view, rows, concerned, out);
    thin
}

/// Numbers and dates in opposite order among the own documents that one document cites, where one of them is not held: what the
/// citations state stands for it.
pub(super) fn cited_order(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    let Some(own) = entry.extracted.document.issuer.as_deref() else { return };
    let missing = |citation: &Citation, state: LinkState| {
        let issuer = citation.issuer.as_deref().or(citation.issuer_implied.as_deref());
        state == LinkState::Missing
            && citation.symbol.is_some()
            && citation.date.is_some_and(PartialDate::is_full)
            && issuer.is_some_and(|issuer| may_be_one_body(own, issuer))
    };
    let mut rows: BTreeMap<DocId, FieldsRow> = BTreeMap::new();
    for (_, citation, link) in entry.linked() {
        if missing(citation, link.state) {
            let (Some(number), Some(date)) = (citation.doc_number(), citation.date) else { continue };
            let id = DocId(format!("{CITED}{number}@{date}"));
            let document = Document {
                kind: citation.kind,
                number: citation.number.clone(),
                year: citation.year,
                symbol: citation.symbol.clone(),
                date: Some(date),
                issuer: entry.extracted.document.issuer.clone(),
                parent: entry.extracted.document.parent.clone(),
                ..Document::default()
            };
            rows.insert(id.clone(), FieldsRow { id, path: entry.path.clone(), direction: None, document, parts: Vec::new() });
        }
    }
    if rows.is_empty() {
        return;
    }
    for to in entry.linked().filter_map(|(_, _, link)| link.to.clone().filter(|_| link.part.is_none())) {
        if let Some(held) = view.entry(&to) {
            let document = held.extracted.document.clone();
            rows.insert(to.clone(), FieldsRow { id: to, path: held.path.clone(), direction: None, document, parts: Vec::new() });
        }
    }
    let mut rows: Vec<FieldsRow> = rows.into_values().collect();
    contested(view, entry, &mut rows, out);
    for series in learn(&rows) {
        for disorder in series.disorders() {
            let is_cited = |member: &Member| member.id.0.starts_with(CITED);
            if is_cited(disorder.smaller) || is_cited(disorder.larger) {
                out.extend(order(view, &series, &disorder, Some(entry)));
            }
        }
    }
}

/// Begins the id of what stands for a document that is cited and not held.
const CITED: char = '?';

/// How far the numbers of neighbours may lie from one whose date is in question.
const NEAR: u32 = 10;

/// Numbers that a document cites under several days none of which lies between the days of the numbers beside it: told once, and
/// left out of `rows`.
fn contested(view: &dyn ArchiveView, entry: &Entry, rows: &mut Vec<FieldsRow>, out: &mut Vec<Finding>) {
    let mut days: BTreeMap<String, Vec<(PartialDate, DocId)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.id.0.starts_with(CITED)) {
        if let (Some(number), Some(date)) = (row.document.doc_number(), row.document.date) {
            days.entry(number.key()).or_default().push((date, row.id.clone()));
        }
    }
    days.retain(|_, dates| dates.len() > 1);
    let key = |row: &FieldsRow| row.document.doc_number().map(|n| n.key());
    let mut told: BTreeSet<DocId> = BTreeSet::new();
    for (number, dates) in &days {
        let Some(row) = rows.iter().find(|row| key(row).as_ref() == Some(number)) else { continue };
        let at = |row: &FieldsRow| row.document.number.as_deref().and_then(ordinal).filter(|(_, suffix)| suffix.is_empty());
        let Some((here, _)) = at(row) else { continue };
        let symbol = |row: &FieldsRow| row.document.symbol.as_deref().map(symbol_key);
        let beside = rows.iter().filter_map(|other| {
            let date = other.document.date.filter(|d| d.is_full())?;
            let of_year = dates.iter().any(|(day, _)| day.year_number() == date.year_number());
            let plain = key(other).is_some_and(|key| !days.contains_key(&key)) && symbol(other) == symbol(row);
            let (number, _) = at(other)?;
            (of_year && plain && number.abs_diff(here) <= NEAR).then_some((number, date, other))
        });
        let below = beside.clone().filter(|(number, ..)| *number < here).max_by_key(|(number, ..)| *number);
        let above = beside.filter(|(number, ..)| *number > here).min_by_key(|(number, ..)| *number);
        let (Some((_, from, first)), Some((_, to, last))) = (below, above) else { continue };
        if dates.iter().any(|(day, _)| (from..=to).contains(day)) {
            continue;
        }
        let name = row.document.doc_number().as_ref().map(DocNumber::to_string).unwrap_or_default();
        let mut proofs = Vec::new();
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        for (day, _) in dates {
            let states = |c: &&Citation| c.date == Some(*day) && c.doc_number().is_some_and(|n| n.key() == *number);
            let said: Vec<Proof> = entry
                .linked()
                .map(|(_, citation, _)| citation)
                .filter(states)
                .map(|c| said(view, entry, c, Some(day.to_string()), false))
                .collect();
            let places = |english: bool| {
                let place = |p: &Proof| if english { p.place.english() } else { p.place.vietnamese() };
                said.iter().map(place).collect::<Vec<_>>().join(", ")
            };
            vi.push(format!("{} ({})", day.vietnamese(), places(false)));
            en.push(format!("{day} ({})", places(true)));
            proofs.extend(said);
        }
        let shown = |row: &FieldsRow| row.document.doc_number().as_ref().map(DocNumber::to_string).unwrap_or_default();
        let (first, last) = (shown(first), shown(last));
        let message_vi = format!(
            "{name} ngày {}; {first} ngày {}; {last} ngày {}: không ngày nào của {name} nằm giữa ngày của hai số kề",
            vi.join(" hoặc "),
            from.vietnamese(),
            to.vietnamese()
        );
        let message_en = format!(
            "{name} of {}; {first} of {from}; {last} of {to}: no date of {name} lies between those of the numbers beside it",
            en.join(" or ")
        );
        let about = format!("{first}; {name}; {last}");
        out.push(Finding::new(Code::NumberOrder, &entry.id, message_vi, message_en).about(about, None).with(proofs));
        told.extend(dates.iter().map(|(_, id)| id.clone()));
    }
    rows.retain(|row| !told.contains(&row.id));
}

fn bears(view: &dyn ArchiveView, member: &Member, name: &str) -> Option<Proof> {
    let entry = view.entry(&member.id)?;
    let value = match name {
        "date" => member.date.map(|d| d.to_string()),
        _ => Some(member.number.clone()),
    };
    Some(field(&entry, name, value))
}

fn duplicate(view: &dyn ArchiveView, series: &Series, group: &[&Member]) -> Option<Finding> {
    let first = group.first()?;
    let count = group.len();
    let (number, issuer, period) = (&first.number, &series.issuer, &series.period);
    let vi = format!("{number}, {issuer}, {period}: {count} văn bản khác nhau mang số này");
    let en = format!("{number}, {issuer}, {period}: {count} different documents bear this number");
    let proofs = group.iter().flat_map(|m| [bears(view, m, "date"), bears(view, m, "subject")]).flatten();
    Some(Finding::new(Code::NumberDuplicate, &first.id, vi, en).about(number.clone(), first.date).with(proofs))
}

fn order(view: &dyn ArchiveView, series: &Series, disorder: &Disorder<'_>, citing: Option<&Entry>) -> Option<Finding> {
    let (a, b) = (disorder.smaller, disorder.larger);
    let (Some(from), Some(to)) = (a.date, b.date) else { return None };
    let odd = if disorder.smaller_is_out { a } else { b };
    let held: Vec<Proof> = [bears(view, a, "date"), bears(view, b, "date")].into_iter().flatten().collect();
    // In one document's audit, its own words about the two come first.
    let mut proofs = Vec::new();
    let (mut vi, mut en) = (Vec::new(), Vec::new());
    let mut others: BTreeSet<PartialDate> = BTreeSet::new();
    for (member, date) in [(a, from), (b, to)] {
        let mut places = (String::new(), String::new());
        if let Some(entry) = citing {
            let mentions: Vec<&Citation> = entry
                .linked()
                .filter(|(_, c, link)| {
                    let not_held = || member.id.0.starts_with(CITED) && link.to.is_none();
                    let number = || c.doc_number().is_some_and(|n| n.to_string() == member.number);
                    let meant = || link.to.as_ref() == Some(&member.id) && link.part.is_none();
                    c.date.is_some() && (meant() || not_held() && number())
                })
                .map(|(_, citation, _)| citation)
                .collect();
            if member.id == odd.id {
                others.extend(mentions.iter().filter_map(|c| c.date).filter(|d| d.is_full() && Some(*d) != member.date));
            }
            if let Some(citation) = mentions.iter().find(|c| c.date == member.date) {
                let proof = said(view, entry, citation, Some(date.to_string()), false);
                // Where its mentions state several days, the place tells which of them is meant.
                if mentions.iter().any(|c| c.date != member.date) {
                    places = (format!(" ({})", proof.place.vietnamese()), format!(" ({})", proof.place.english()));
                }
                proofs.push(proof);
            }
        }
        vi.push(format!("{} ngày {}{}", member.number, date.vietnamese(), places.0));
        en.push(format!("{} of {date}{}", member.number, places.1));
    }
    let (also_vi, also_en) = neither(series, odd, &others);
    let vi = format!("{}: số lớn hơn mang ngày sớm hơn{also_vi}", vi.join("; "));
    let en = format!("{}: the larger number has the earlier date{also_en}", en.join("; "));
    let about = format!("{}; {}", a.number, b.number);
    let document = citing.map(|entry| &entry.id).filter(|_| odd.id.0.starts_with(CITED)).unwrap_or(&odd.id);
    Some(Finding::new(Code::NumberOrder, document, vi, en).about(about, odd.date).with(proofs).with(held))
}

/// Where a document cites the number under other days, too, and none of them lies between the days of the numbers beside it: says so.
fn neither(series: &Series, odd: &Member, others: &BTreeSet<PartialDate>) -> (String, String) {
    let usable = |m: &&Member| m.id != odd.id && m.suffix.is_empty() && m.date.is_some_and(PartialDate::is_full);
    let below = series.members.iter().filter(usable).filter(|m| m.ordinal < odd.ordinal).max_by_key(|m| m.ordinal);
    let above = series.members.iter().filter(usable).filter(|m| m.ordinal > odd.ordinal).min_by_key(|m| m.ordinal);
    let (Some(below), Some(above)) = (below, above) else { return Default::default() };
    let fits = |day: &PartialDate| below.date <= Some(*day) && Some(*day) <= above.date;
    if others.is_empty() || others.iter().any(fits) {
        return Default::default();
    }
    let list = |show: fn(&PartialDate) -> String| others.iter().map(show).collect::<Vec<_>>().join(", ");
    (
        format!("; ngày viện dẫn khác ({}) cũng không nằm giữa {} và {}", list(|d| d.vietnamese()), below.number, above.number),
        format!(
            "; the other cited date ({}) does not lie between {} and {} either",
            list(ToString::to_string),
            below.number,
            above.number
        ),
    )
}

fn gap(view: &dyn ArchiveView, series: &Series, gap: &Gap<'_>) -> Finding {
    let numbers = if gap.from == gap.to { gap.from.to_string() } else { format!("{}–{}", gap.from, gap.to) };
    let label = if series.label.is_empty() { String::new() } else { format!(" {}", series.label) };
    let (issuer, period) = (&series.issuer, &series.period);
    let (where_vi, where_en) = match gap.before {
        Some(before) => (
            format!("giữa {} và {}", before.number, gap.after.number),
            format!("between {} and {}", before.number, gap.after.number),
        ),
        None => (format!("trước {}", gap.after.number), format!("before {}", gap.after.number)),
    };
    let mut inserted = series.members.iter().filter(|m| !m.suffix.is_empty() && (gap.from..=gap.to).contains(&m.ordinal));
    let (more_vi, more_en) = match inserted.next() {
        Some(member) => (format!("; có {}", member.number), format!("; {} is held", member.number)),
        None => Default::default(),
    };
    let vi = format!("Dãy số{label}, {issuer}, {period}: chưa có số {numbers} trong kho, {where_vi}{more_vi}");
    let en = format!("Series{label}, {issuer}, {period}: number {numbers} is not held, {where_en}{more_en}");
    let proofs = gap.before.into_iter().chain([gap.after]).filter_map(|m| bears(view, m, "number"));
    Finding::new(Code::NumberGap, &gap.after.id, vi, en)
        .about(format!("{numbers}{label}"), None)
        .of(Some(format!("{issuer}, {period}")))
        .with(proofs)
}

/// Files that number, day and body make one document, and whose subjects speak of different things.
fn other_text(view: &dyn ArchiveView, rows: &[FieldsRow], concerned: Option<&BTreeSet<DocId>>, out: &mut Vec<Finding>) {
    let mut groups: BTreeMap<(String, String, String), Vec<&FieldsRow>> = BTreeMap::new();
    for row in rows {
        let d = &row.document;
        let body = d.issuer.as_deref().and_then(|i| body_key(i, d.parent.as_deref()));
        if let (Some(number), Some(body), Some(period)) = (d.doc_number(), body, period(d)) {
            groups.entry((number.key(), body, period)).or_default().push(row);
        }
    }
    for group in groups.values().filter(|g| g.len() > 1) {
        let apart = |a: &FieldsRow, b: &FieldsRow| {
            let subjects = a.document.subject.as_deref().zip(b.document.subject.as_deref());
            subjects.is_some_and(|(x, y)| subjects_apart(x, y)) && same_document(&a.document, &b.document)
        };
        // A number has a handful of files; of a broken series the first tell enough.
        let few = || group.iter().take(PAIRED);
        let pair = few().enumerate().find_map(|(i, a)| few().skip(i + 1).find(|b| apart(a, b)).map(|b| (a, b)));
        let Some((first, other)) = pair else { continue };
        if !concerned.is_none_or(|ids| ids.contains(&first.id) || ids.contains(&other.id)) {
            continue;
        }
        let (Some(a), Some(b)) = (view.entry(&first.id), view.entry(&other.id)) else { continue };
        let name = super::name_of(&a);
        let vi = format!("{name}: hai tệp cùng số, cùng ngày, cùng cơ quan, trích yếu khác nhau");
        let en = format!("{name}: two files of one number, date and issuer with different subjects");
        let proofs = [
            field(&a, "subject", a.extracted.document.subject.clone()),
            field(&b, "subject", b.extracted.document.subject.clone()),
        ];
        out.push(Finding::new(Code::SameNumberOtherText, &first.id, vi, en).about(name, first.document.date).with(proofs));
    }
}
