//! Tests of linking as a whole: the sample archive, order, increments, and the rows that decide between neighbours.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::key::number_keys;
use super::sample::{archive, citation, letter};
use super::{Catalogue, Concern, Names, Turned, contexts, file_keys, group_keys, link_all};
use crate::model::{Citation, DocId, Document, FileKey, Glimpse, Held, HeldPart, Link, LinkState, Mention, Relation, Span};

type Citing = (Held, Vec<Citation>);

fn count<'a>(links: impl Iterator<Item = &'a Option<Link>>) -> [usize; 4] {
    let mut counts = [0; 4];
    for link in links.flatten() {
        counts[match link.state {
            LinkState::Held => 0,
            LinkState::Conflict => 1,
            LinkState::Ambiguous => 2,
            LinkState::Missing => 3,
        }] += 1;
    }
    counts
}

#[test]
fn the_sample_archive_comes_out_as_told() {
    let made = archive();
    let held: Vec<Held> = made.iter().map(|m| m.held.clone()).collect();
    let citing: Vec<Citing> = made.iter().map(|m| (m.held.clone(), m.extracted.citations.clone())).collect();
    let all: BTreeMap<DocId, Vec<Option<Link>>> = link_all(&held, &citing).into_iter().collect();
    let report = &all[&DocId("a3182eee".to_owned())];
    assert_eq!(count(report.iter()), [40, 3, 1, 8]);
    assert_eq!(count(all.values().flatten()), [43, 3, 1, 8]);
}

/// A number and day of the citing body's own, cited as another body's: chance, unless the document gives it to both.
#[test]
fn a_number_given_to_two_bodies_is_told_of_the_own_one() {
    let check = |issuers: &[&str], want: &[LinkState]| {
        let own = letter("own", "x", "46/KH-UBND", "2023-03-14", "UBND xã Mẫu Sơn", "").held;
        let from = letter("from", "x", "500/BC-UBND", "2023-08-01", "UBND xã Mẫu Sơn", "kết quả công tác tháng 7").held;
        let span = Span { page: 1, start: 0, end: 1 };
        let cited: Vec<Citation> = issuers.iter().map(|by| citation("x", "", "46/KH-UBND", "2023-03-14", by, span)).collect();
        let links = link_all(&[own, from.clone()], &[(from, cited)]);
        let states: Vec<LinkState> = links[0].1.iter().flatten().map(|link| link.state).collect();
        assert_eq!(states, want, "{issuers:?}");
    };
    use LinkState::{Conflict, Held as Is, Missing};
    check(&["UBND huyện Sơn Tây"], &[Missing]);
    check(&["UBND xã Mẫu Sơn", "UBND huyện"], &[Is, Conflict]);
    check(&["UBND huyện", "UBND huyện"], &[Missing, Missing]);
}

/// `number date issuer subject` of held documents and of one citation, and what must come of it: the state and, where one is
/// meant, its place in the list.
#[test]
fn stated_facts_decide_between_neighbours() {
    type Row = (&'static str, &'static str, &'static str, &'static str);
    const XA: &str = "UBND xã Mẫu Sơn";
    const HUYEN: &str = "UBND huyện Sơn Tây";
    let rabies = "tiêm phòng bệnh dại cho đàn chó, mèo";
    let roads = "duy tu đường giao thông nông thôn";
    let check = |name: &str, held: &[Row], cited: Row, want: (LinkState, Option<usize>)| {
        let made: Vec<Held> = held
            .iter()
            .enumerate()
            .map(|(i, (number, date, issuer, subject))| letter(&format!("d{i}"), "x", number, date, issuer, subject).held)
            .collect();
        let from = letter("from", "x", "500/BC-UBND", "2023-08-01", XA, "kết quả công tác tháng 7").held;
        let (number, date, issuer, subject) = cited;
        let span = Span { page: 1, start: 0, end: 1 };
        let mut one = citation("x", "", number, date, issuer, span);
        one.kind = one.symbol.as_deref().map(super::sample::kind_of).and_then(crate::model::Kind::from_code);
        one.subject = (!subject.is_empty()).then(|| subject.to_owned());
        let mut all = made.clone();
        all.push(from.clone());
        let context = contexts(&from.document, std::slice::from_ref(&one));
        let mention = Mention { from: from.id.clone(), citation: one };
        let link = Catalogue::new(all.into_iter()).resolve(&mention, &context[0]);
        let got = link.as_ref().map(|l| (l.state, l.to.as_ref().and_then(|id| made.iter().position(|h| h.id == *id))));
        assert_eq!(got, Some(want), "{name}: {link:?}");
    };
    use LinkState::{Ambiguous, Conflict, Held as Is, Missing};
    let plan = ("16/KH-UBND", "2023-02-09", XA, rabies);
    let older = ("16/KH-UBND", "2022-02-18", XA, roads);
    check("all agrees", &[older, plan], ("16/KH-UBND", "2023-02-09", XA, ""), (Is, Some(1)));
    check("no date: the latest", &[older, plan], ("16/KH-UBND", "", XA, ""), (Is, Some(1)));
    check("no date: the subject's", &[older, plan], ("16/KH-UBND", "", XA, roads), (Is, Some(0)));
    check("a year alone", &[older, plan], ("16/KH-UBND", "2022", XA, ""), (Is, Some(0)));
    check("another year of the same body", &[older], ("16/KH-UBND", "2023-02-09", XA, ""), (Missing, None));
    check("another year and the same subject", &[plan], ("16/KH-UBND", "2022-02-09", XA, rabies), (Conflict, Some(0)));
    check("the same day of another year", &[plan], ("16/KH-UBND", "2022-02-09", XA, ""), (Conflict, Some(0)));
    check("the same, of another subject", &[plan], ("16/KH-UBND", "2022-02-09", XA, roads), (Missing, None));
    check("the same, of nobody", &[plan], ("16/KH-UBND", "2022-02-09", "", ""), (Missing, None));
    let first = ("1/KH-UBND", "2023-01-03", XA, "");
    check("the first number of a year", &[first], ("1/KH-UBND", "2022-01-03", XA, ""), (Missing, None));
    let draft = ("7/PA-TC", "2023-07", "", "");
    check("a month alone", &[draft], ("7/PA-TC", "2023-07-14", "", ""), (Is, Some(0)));
    check("a month alone, another", &[draft], ("7/PA-TC", "2023-06-14", "", ""), (Missing, None));
    check("another day of the year", &[plan], ("16/KH-UBND", "2023-02-19", XA, ""), (Conflict, Some(0)));
    check("another day, another body", &[plan], ("16/KH-UBND", "2023-05-19", HUYEN, ""), (Missing, None));
    check("another body, same day, same subject", &[plan], ("16/KH-UBND", "2023-02-09", HUYEN, rabies), (Conflict, Some(0)));
    check("another body, same day, other subject", &[plan], ("16/KH-UBND", "2023-02-09", HUYEN, roads), (Missing, None));
    check("another body, same day, no subject", &[plan], ("16/KH-UBND", "2023-02-09", HUYEN, ""), (Missing, None));
    let rabies_2 = "tiêm vắc xin phòng bệnh dại cho đàn vật nuôi đợt 2";
    let second = ("16/KH-UBND", "2023-02-09", XA, rabies_2);
    let third = "tổ chức tiêm phòng bệnh dại cho trâu bò đợt 3";
    check("another body, same day, another round", &[second], ("16/KH-UBND", "2023-02-09", HUYEN, third), (Missing, None));
    check("another day, another round", &[second], ("16/KH-UBND", "2023-02-19", XA, third), (Missing, None));
    check("another year, another round", &[second], ("16/KH-UBND", "2022-02-09", XA, third), (Missing, None));
    check("another place, same day", &[plan], ("16/KH-UBND", "2023-02-09", "UBND xã Hòa Lâm", ""), (Missing, None));
    let theirs = ("16/KH-UBND", "2023-02-09", HUYEN, roads);
    check("two bodies on one day", &[plan, theirs], ("16/KH-UBND", "2023-02-09", "", ""), (Ambiguous, None));
    check("two bodies, one named", &[plan, theirs], ("16/KH-UBND", "2023-02-09", "UBND huyện", ""), (Is, Some(1)));
    check("two bodies, subject", &[plan, theirs], ("16/KH-UBND", "2023-02-09", "", roads), (Is, Some(1)));
    check("letter suffix", &[plan], ("16a/KH-UBND", "2023-02-09", XA, rabies), (Missing, None));
    check("recognised letters", &[plan], ("16/KH-UBMD", "2023-02-09", XA, ""), (Missing, None));
    check("kind parts", &[plan], ("16/QĐ-UBND", "2023-02-09", XA, ""), (Missing, None));
    check("shortened symbol", &[("905/UBND-YT", "2023-03-03", HUYEN, "")], ("905/UBND", "2023-03-03", HUYEN, ""), (Is, Some(0)));
    check("no symbol", &[("905/UBND-YT", "2023-03-03", HUYEN, "")], ("905", "2023-03-03", HUYEN, ""), (Is, Some(0)));
    check("copies are one", &[plan, ("016/KH-UBND", "2023-02-09", XA, "")], ("16/KH-UBND", "", XA, ""), (Is, Some(0)));
    check("not yet written", &[("16/KH-UBND", "2023-12-01", XA, "")], ("16/KH-UBND", "", XA, ""), (Missing, None));
    check("long ago", &[("16/KH-UBND", "2016-02-01", XA, "")], ("16/KH-UBND", "", XA, ""), (Ambiguous, None));
    let decree = ("34/2016/NĐ-CP", "2016-05-14", "Chính phủ", "");
    check("a number of the whole country", &[decree], ("34/2016/NĐ-CP", "", "", ""), (Is, Some(0)));
    check("its date misquoted", &[decree], ("34/2016/NĐ-CP", "2015-05-04", "", ""), (Conflict, Some(0)));
    check("its year forgotten", &[decree], ("34/NĐ-CP", "2016-05-14", "", ""), (Is, Some(0)));
    check("its other year", &[decree], ("34/2017/NĐ-CP", "2016-05-14", "", ""), (Conflict, Some(0)));
    check("another year's", &[decree], ("34/2017/NĐ-CP", "", "", ""), (Missing, None));
    check("another year's day", &[decree], ("34/2017/NĐ-CP", "2017-05-14", "", ""), (Missing, None));
    check(
        "both years held",
        &[decree, ("34/2017/NĐ-CP", "2017-03-30", "Chính phủ", "")],
        ("34/2017/NĐ-CP", "", "", ""),
        (Is, Some(1)),
    );
    check("its body miswritten", &[decree], ("34/2016/NĐ-CP", "2016-05-14", "Bộ Tư pháp", ""), (Conflict, Some(0)));
    check("its hyphen lost", &[decree], ("34/2016/NĐCP", "", "", ""), (Is, Some(0)));
    let law = ("42/2024/QH15", "2024-06-29", "Quốc hội", "Canh nông");
    let early = ("42/2022/QH15", "2022-06-29", "Quốc hội", "Canh nông");
    check("a law's other year in one legislature", &[early], ("42/2021/QH15", "", "", ""), (Conflict, Some(0)));
    check("a resolution's", &[early], ("42/2022/NQ-QH15", "2022-06-29", "", ""), (Missing, None));
    check("another legislature's", &[law], ("42/2024/QH14", "", "", ""), (Missing, None));
    let circular = ("36/2022/TT-BNNMT", "2022-07-02", "Bộ Nông nghiệp và Môi trường", "");
    let ministry = "Bộ Nông nghiệp và Môi trường";
    check("a letter lost, the rest agrees", &[circular], ("36/2022/TT-BNMT", "2022-07-02", ministry, ""), (Is, Some(0)));
    check("a letter lost, no body", &[circular], ("36/2022/TT-BNMT", "2022-07-02", "", ""), (Missing, None));
    check("a letter lost, no day", &[circular], ("36/2022/TT-BNMT", "", ministry, ""), (Missing, None));
    let rule = ("30/2019/QĐ-UBND", "2019-12-31", "UBND tỉnh Hòa Giang", "");
    check("a decision is not a rule", &[rule], ("30/QĐ-UBND", "2019-03-31", "UBND tỉnh Hòa Giang", ""), (Missing, None));
    let before = ("16/KH-UBND", "2025-03-01", XA, "");
    check("numbers anew in July 2025", &[before], ("16/KH-UBND", "2025-09-01", XA, ""), (Missing, None));
    let party = ("11-CT/TU", "2021-03-01", "Tỉnh ủy Hòa Giang", "");
    let party = (party.0.split_once('-').map_or("", |_| "11/CT-TU"), party.1, party.2, party.3);
    check("a term of the Party", &[party], ("11/CT-TU", "2022-03-01", "Tỉnh ủy Hòa Giang", ""), (Conflict, Some(0)));
}

#[test]
fn a_document_does_not_cite_itself_and_back_references_follow() {
    let own = letter("own", "x", "16/KH-UBND", "2023-02-09", "UBND xã Mẫu Sơn", "tiêm phòng");
    let other = letter("other", "x", "9/QĐ-UBND", "2023-01-09", "UBND xã Mẫu Sơn", "phê duyệt");
    let span = Span { page: 1, start: 0, end: 1 };
    let mut back = citation("Quyết định nêu trên", "QĐ", "", "", "", span);
    back.anaphora = true;
    let mut nothing = back.clone();
    nothing.kind = crate::model::Kind::from_code("BC");
    let mut itself = citation("Kế hoạch này", "KH", "", "", "", span);
    itself.relation = Relation::Own;
    let mut heading = citation("x", "KH", "16/KH-UBND", "2022-02-10", "", span);
    (heading.relation, heading.place) = (Relation::Promulgates, crate::model::Place::Annex);
    let mut short = citation("Kế hoạch số 16", "KH", "", "", "", span);
    short.number = Some("16".to_owned());
    let cited = vec![
        citation("x", "KH", "16/KH-UBND", "", "", span),
        citation("x", "KH", "16/KH-UBND", "2022-02-09", "", span),
        heading,
        short,
        citation("x", "QĐ", "09/QĐ-UBND", "2023-01-09", "UBND xã", span),
        citation("x", "QĐ", "9/QĐ-UBND", "", "", span),
        back,
        nothing,
        itself,
    ];
    let held = [own.held.clone(), other.held];
    let links = link_all(&held, &[(own.held, cited)]);
    let states: Vec<Option<LinkState>> = links[0].1.iter().map(|l| l.as_ref().map(|l| l.state)).collect();
    use LinkState::{Held as Is, Missing};
    assert_eq!(states, [None, Some(Missing), None, None, Some(Is), Some(Is), Some(Is), None, None]);
}

#[test]
fn a_law_names_itself_and_what_it_ends_is_another() {
    let law = letter("own", "x", "16/2023/QH15", "2023-06-19", "Quốc hội", "Canh nông").held;
    let span = Span { page: 1, start: 0, end: 1 };
    let of = |name: &str, number: &str, date: &str, relation: Relation| Citation {
        name: Some(name.to_owned()),
        relation,
        ..citation("x", "Luật", number, date, "", span)
    };
    for (one, own) in [
        (of("LUẬT CANH NÔNG", "", "", Relation::Refers), true),
        (of("Luật Canh nông", "", "2023", Relation::Implements), true),
        (of("Luật Canh nông", "", "2012", Relation::Refers), false),
        (of("Luật Canh nông", "11/2012/QH13", "", Relation::Refers), false),
        (of("Luật Canh nông", "", "", Relation::Replaces), false),
        (of("Luật Canh gác", "", "", Relation::Refers), false),
    ] {
        let context = contexts(&law.document, std::slice::from_ref(&one));
        assert_eq!(context[0].asks().is_none(), own, "{one:?}");
    }
}

/// Few numbers, bodies and days, so that they collide.
fn made_held() -> impl Strategy<Value = Document> {
    let number = prop::sample::select(vec![
        "16/KH-UBND",
        "17/KH-UBND",
        "16/QĐ-UBND",
        "16/KH-UBMD",
        "9/2019/NĐ-CP",
        "9/2018/NĐ-CP",
        "9/2019/NĐCP",
        "9/2019/Đ-CP",
        "9/NĐ-CP",
        "80/2015/QH13",
        "7/2019/QH14",
        "7/2018/QH14",
        "16",
        "",
    ]);
    let date =
        prop::sample::select(vec!["2023-02-09", "2023-02-10", "2022-02-09", "2023", "2023-02", "", "2019-05-01", "2018-05-01"]);
    let issuer = prop::sample::select(vec!["UBND xã Mẫu Sơn", "UBND xã Hòa Lâm", "UBND huyện Sơn Tây", "Chính phủ"]);
    let subject = prop::sample::select(vec!["tiêm phòng bệnh dại cho chó mèo", "duy tu đường giao thông nông thôn", ""]);
    (number, date, issuer, subject).prop_map(|(n, d, i, s)| letter("x", "x", n, d, i, s).held.document)
}

fn made_citation() -> impl Strategy<Value = Citation> {
    (made_held(), any::<bool>()).prop_map(|(mut d, by_name)| Citation {
        name: d.number.take_if(|_| by_name && d.kind == crate::model::Kind::from_code("Luật")).and_then(|_| d.subject.clone()),
        kind: d.kind,
        number: d.number,
        year: d.year,
        symbol: d.symbol,
        date: d.date,
        issuer: d.issuer.filter(|i| i.len() % 2 == 0),
        subject: d.subject,
        ..citation("x", "", "", "", "", Span { page: 1, start: 0, end: 1 })
    })
}

fn made_archive() -> impl Strategy<Value = Vec<Citing>> {
    let document = (made_held(), prop::option::weighted(0.3, made_held()), prop::collection::vec(made_citation(), 0..4));
    prop::collection::vec(document, 0..12).prop_map(|documents| {
        let ids = (0..).map(|i| DocId(format!("{i:04}")));
        documents
            .into_iter()
            .zip(ids)
            .map(|((document, part, citations), id)| {
                let parts = part.map(|document| HeldPart { place: 0, page: 2, document }).into_iter().collect();
                (Held { id, document, parts }, citations)
            })
            .collect()
    })
}

/// The keys of a document and of the parts of its file.
fn keys(held: &Held) -> Vec<String> {
    let parts = held.parts.iter().flat_map(|part| number_keys(&part.document));
    group_keys(&held.document).into_iter().chain(parts).collect()
}

/// A catalogue of which nothing was read yet; of some files nothing is kept beside their keys.
fn unread(archive: &[Citing], bare: &[bool]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let mut groups: BTreeMap<String, Vec<Glimpse>> = BTreeMap::new();
    let mut bodies: Vec<(String, Option<String>)> = Vec::new();
    for ((file, (held, _)), bare) in (0_i64..).zip(archive).zip(bare) {
        for FileKey { key, look, issuer, parent, .. } in file_keys(&held.document, &held.parts) {
            let body = issuer.map(|issuer| {
                bodies.push((issuer, parent));
                i64::try_from(bodies.len()).unwrap()
            });
            let glimpse = if *bare { Glimpse { file, look: None, body: None } } else { Glimpse { file, look, body } };
            groups.entry(key).or_default().push(glimpse);
        }
    }
    for (number, (issuer, parent)) in (1..).zip(&bodies) {
        catalogue.name_body(number, issuer, parent.as_deref());
    }
    for (key, papers) in &groups {
        catalogue.add_group(key, papers);
    }
    catalogue
}

fn scratch(archive: &[Citing]) -> BTreeMap<DocId, Vec<Option<Link>>> {
    let held: Vec<Held> = archive.iter().map(|(h, _)| h.clone()).collect();
    link_all(&held, archive).into_iter().collect()
}

proptest! {
    #[test]
    fn large_groups_are_resolved_as_small_ones(archive in made_archive()) {
        let catalogue = Catalogue::new(archive.iter().map(|(held, _)| held.clone()));
        for (from, citations) in &archive {
            for (citation, context) in citations.iter().zip(contexts(&from.document, citations)) {
                let mention = Mention { from: from.id.clone(), citation: citation.clone() };
                let [large, small] = [0, usize::MAX].map(|small| catalogue.resolve_with(&mention, &context, small));
                prop_assert_eq!(large, small);
            }
        }
    }

    #[test]
    fn what_is_not_read_could_not_be_meant(archive in made_archive(), bare in prop::collection::vec(any::<bool>(), 12)) {
        let all = Catalogue::new(archive.iter().map(|(held, _)| held.clone()));
        let mut some = unread(&archive, &bare);
        for (from, citations) in &archive {
            for (citation, context) in citations.iter().zip(contexts(&from.document, citations)) {
                let mention = Mention { from: from.id.clone(), citation: citation.clone() };
                let read = |file: i64| Ok::<_, ()>(usize::try_from(file).ok().and_then(|at| Some(archive.get(at)?.0.clone())));
                prop_assert_eq!(some.resolve_reading(&mention, &context, read), Ok(all.resolve(&mention, &context)));
            }
        }
    }

    #[test]
    fn order_does_not_matter(archive in made_archive(), seed in any::<u64>()) {
        let mut shuffled = archive.clone();
        // A fixed shuffle from the seed: sort by a mixed key.
        shuffled.sort_by_key(|(h, _)| h.id.0.bytes().fold(seed, |a, b| a.rotate_left(7).wrapping_mul(31) ^ u64::from(b)));
        prop_assert_eq!(scratch(&archive), scratch(&shuffled));
    }

    #[test]
    fn increments_equal_scratch(archive in made_archive(), parts in prop::collection::vec(any::<bool>(), 12), gone in prop::collection::vec(any::<bool>(), 12)) {
        // First some documents, then the others come and some of the first go.
        let first: Vec<Citing> = archive.iter().zip(&parts).filter(|(_, p)| **p).map(|(c, _)| c.clone()).collect();
        let last: Vec<Citing> = archive.iter().zip(parts.iter().zip(&gone)).filter(|(_, (p, g))| !**p || !**g).map(|(c, _)| c.clone()).collect();
        let mut links = scratch(&first);
        let ids = |a: &[Citing]| a.iter().map(|(h, _)| h.id.clone()).collect::<BTreeSet<_>>();
        let (before, after) = (ids(&first), ids(&last));
        let mut touched: BTreeMap<String, Vec<Turned>> = BTreeMap::new();
        for (held, _) in archive.iter().filter(|(h, _)| before.contains(&h.id) != after.contains(&h.id)) {
            let papers = || std::iter::once(&held.document).chain(held.parts.iter().map(|part| &part.document));
            for key in keys(held) {
                touched.entry(key).or_default().extend(papers().map(Turned::of));
            }
        }
        links.retain(|id, _| after.contains(id));
        let of_group = |key: &str| -> Vec<Held> {
            let has = |h: &Held| keys(h).iter().any(|k| k == key);
            last.iter().filter(|(h, _)| has(h)).map(|(h, _)| h.clone()).collect()
        };
        for (from, citations) in &last {
            let contexts = contexts(&from.document, citations);
            let is_new = !before.contains(&from.id);
            let row = links.entry(from.id.clone()).or_insert_with(|| vec![None; citations.len()]);
            for ((slot, citation), context) in row.iter_mut().zip(citations).zip(&contexts) {
                let Some(asks) = context.asks() else { continue };
                let reader = (from.document.issuer.clone(), from.document.parent.clone());
                let concerned = |turned: &Vec<Turned>, reader: Option<&_>| turned.iter().any(|one| match one.concern(asks.of()) {
                    Concern::No => false,
                    Concern::OfBody => Names::default().may_name(one, asks.of(), reader),
                    Concern::Yes => true,
                });
                let is_concerned = |turned: &Vec<Turned>| concerned(turned, Some(&reader));
                if is_new || touched.get(&asks.key).is_some_and(is_concerned) {
                    // Whom no reader could mean, this one could not.
                    prop_assert!(is_new || touched.get(&asks.key).is_some_and(|turned| concerned(turned, None)));
                    let mention = Mention { from: from.id.clone(), citation: citation.clone() };
                    *slot = Catalogue::new(of_group(&asks.key).into_iter()).resolve(&mention, context);
                }
            }
        }
        prop_assert_eq!(links, scratch(&last));
    }
}

/// A cover letter of the 6th with a decision of the 4th behind it.
#[test]
fn parts_are_weighed_by_their_own_fields() {
    let decision = letter("20", "20", "20/QĐ-UBND", "2023-03-04", "UBND xã Mẫu Sơn", "quy chế tiếp công dân").held;
    let mut host = letter("15", "15", "15/UBND-VP", "2023-03-06", "UBND xã Mẫu Sơn", "gửi quy chế tiếp công dân").held;
    host.parts = vec![HeldPart { place: 1, page: 2, document: decision.document.clone() }];
    let plan = letter("21", "21", "21/KH-UBND", "2023-03-22", "UBND xã Mẫu Sơn", "tiếp công dân").held;
    let span = Span { page: 1, start: 0, end: 1 };
    let of = |kind: &str, number: &str, date: &str| citation("x", kind, number, date, "UBND xã Mẫu Sơn", span);
    let cited =
        vec![of("QĐ", "20/QĐ-UBND", "2023-03-04"), of("QĐ", "20/QĐ-UBND", "2023-03-06"), of("CV", "15/UBND-VP", "2023-03-06")];
    let check = |held: &[&Held], from: &Held, want: [(&str, Option<u32>, LinkState); 3]| {
        let held: Vec<Held> = held.iter().map(|h| (*h).clone()).collect();
        let links = link_all(&held, &[(from.clone(), cited.clone())]);
        let got: Vec<_> = links[0].1.iter().flatten().map(|l| (l.to.clone().map(|id| id.0), l.part, l.state)).collect();
        let want: Vec<_> = want.iter().map(|(to, part, state)| (Some((*to).to_owned()), *part, *state)).collect();
        assert_eq!(got, want);
    };
    use LinkState::{Conflict, Held as Is};
    check(&[&host, &plan], &plan, [("15", Some(1), Is), ("15", Some(1), Conflict), ("15", None, Is)]);
    check(&[&host, &decision, &plan], &plan, [("20", None, Is), ("20", None, Conflict), ("15", None, Is)]);
    // The letter cites what lies behind it, and never itself.
    let links = link_all(&[host.clone()], &[(host.clone(), cited.clone())]);
    let got: Vec<_> = links[0].1.iter().map(|l| l.as_ref().map(|l| (l.part, l.state))).collect();
    assert_eq!(got, [Some((Some(1), Is)), Some((Some(1), Conflict)), None]);
}
