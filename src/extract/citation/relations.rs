//! What the document does with the one it cites: the cue that governs the mention, and lists whose members share it ([`super::lists`]
//! knows how they stand in a text).
//!
//! The nearest cue to the left within the clause governs, also inside another document's title. A member of a list has the
//! relation of the list: after `;` that of the list's first member, after a comma or `và` that of its neighbour.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem::Finder;

use super::super::table::{Needles, WordSet};
use super::around::{Text, is_letter};
use super::lists::{
    among_grounds, announced, behind_colon, ends_with_joint, follows_item, heads_grounds, is_bullet, is_counted, is_item,
    is_list_mark, item_mark_end, labels_item, strip_item_mark_front,
};
use super::mention::{Ends, Mention};
use super::pinpoints::Pinpoint;
use super::why::Ground;
use crate::model::{Kind, Relation};

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Over anything in its clause.
    Clause,
    /// Only over words that lead from the cue to its object (`một số điều của`, `Điều 3`).
    Object,
    /// To the very next word.
    Next,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// It gives this relation.
    Means(Relation, Reach),
    /// A main verb: its object is named, no more is said, and a list that follows is the verb's.
    Verb(Reach),
    /// `quy định tại`: `implements` after `theo`, else nothing more than a reference.
    Provided,
    /// Words that only look like a cue.
    Nothing,
}

use Cue::{Means, Nothing, Provided, Verb};
use Reach::{Clause, Next, Object};
use Relation::{Amends, Basis, Guides, Implements, Promulgates, Proposes, Refers, Repeals, Replaces, Replies};

/// Lower-case words and what they say. Source: NĐ 30/2020 Phụ lục I (căn cứ ban hành), Luật Ban hành VBQPPL (sửa đổi, thay
/// thế, bãi bỏ), and the wording of offices.
const CUES: [(&str, Cue); 150] = [
    ("căn cứ", Means(Basis, Clause)),
    ("căn cư", Means(Basis, Clause)),
    ("căn cứ pháp lý", Nothing),
    ("trên cơ sở", Means(Basis, Clause)),
    ("trên cơ sở giới", Nothing),
    ("trên cơ sở xin", Means(Refers, Clause)),
    ("trên cơ sở xin ý kiến", Means(Refers, Clause)),
    ("đối chiếu", Means(Basis, Clause)),
    ("chiểu", Means(Basis, Clause)),
    ("chiểu theo", Means(Basis, Clause)),
    ("xét", Means(Basis, Clause)),
    ("xem xét", Means(Replies, Object)),
    ("theo đề nghị", Means(Proposes, Clause)),
    ("xét đề nghị", Means(Proposes, Clause)),
    ("xét kiến nghị", Means(Proposes, Clause)),
    ("theo kiến nghị", Means(Proposes, Clause)),
    ("thống nhất với đề nghị", Means(Proposes, Clause)),
    ("thống nhất đề nghị của", Means(Proposes, Clause)),
    ("nhất trí với đề nghị", Means(Proposes, Clause)),
    ("nhất trí đề nghị của", Means(Proposes, Clause)),
    ("đồng ý với đề nghị", Means(Proposes, Clause)),
    ("đồng ý đề nghị của", Means(Proposes, Clause)),
    ("xem xét đề nghị", Means(Replies, Clause)),
    ("xem xét kiến nghị", Means(Replies, Clause)),
    ("giải quyết đề nghị", Means(Replies, Clause)),
    ("giải quyết kiến nghị", Means(Replies, Clause)),
    ("phúc đáp", Means(Replies, Clause)),
    ("trả lời", Means(Replies, Clause)),
    ("nhận được", Means(Replies, Clause)),
    ("đáp lại", Means(Replies, Clause)),
    ("theo", Means(Implements, Clause)),
    ("theo dõi", Nothing),
    ("theo đó", Nothing),
    ("tiếp theo", Nothing),
    ("theo hướng", Nothing),
    ("thực hiện", Means(Implements, Clause)),
    ("triển khai", Means(Implements, Clause)),
    ("thi hành", Means(Implements, Clause)),
    ("thi hành án", Nothing),
    ("hiệu lực thi hành", Nothing),
    ("thi hành kể từ", Nothing),
    ("đình chỉ thi hành", Means(Refers, Object)),
    ("đình chỉ việc thi hành", Means(Refers, Object)),
    ("quán triệt", Means(Implements, Clause)),
    ("chấp hành", Means(Implements, Clause)),
    ("tuân thủ", Means(Implements, Clause)),
    ("cụ thể hóa", Means(Implements, Clause)),
    ("cụ thể hoá", Means(Implements, Clause)),
    ("đáp ứng", Means(Implements, Object)),
    ("áp dụng", Means(Implements, Object)),
    ("đảm bảo đúng", Means(Implements, Clause)),
    ("đúng quy định", Means(Implements, Clause)),
    ("tuyên truyền", Means(Implements, Object)),
    ("phổ biến", Means(Implements, Object)),
    ("tuyên truyền về", Means(Refers, Object)),
    ("phổ biến về", Means(Refers, Object)),
    ("ban hành kèm theo", Means(Promulgates, Object)),
    ("kèm theo", Means(Promulgates, Next)),
    ("đính kèm theo", Means(Refers, Object)),
    ("gửi kèm theo", Means(Refers, Object)),
    ("gửi kèm", Means(Refers, Object)),
    ("sửa đổi, bổ sung", Means(Amends, Object)),
    ("sửa đổi, bổ sung, bãi bỏ", Means(Amends, Object)),
    ("sửa đổi, bổ sung, thay thế", Means(Amends, Object)),
    ("sửa đổi, bổ sung, thay thế, bãi bỏ", Means(Amends, Object)),
    ("sửa đổi, bãi bỏ", Means(Amends, Object)),
    ("bổ sung, thay thế, bãi bỏ", Means(Amends, Object)),
    ("sửa đổi bổ sung", Means(Amends, Object)),
    ("sửa đổi và bổ sung", Means(Amends, Object)),
    ("sửa đổi", Means(Amends, Object)),
    ("sửa lại", Means(Amends, Object)),
    ("bổ sung", Means(Amends, Object)),
    ("điều chỉnh", Means(Amends, Object)),
    ("điều chỉnh, bổ sung", Means(Amends, Object)),
    ("đính chính", Means(Amends, Object)),
    ("gia hạn", Means(Amends, Object)),
    ("thay thế", Means(Replaces, Object)),
    ("thay thế cụm từ", Means(Amends, Object)),
    ("thay thế từ", Means(Amends, Object)),
    ("thay cụm từ", Means(Amends, Object)),
    ("bãi bỏ cụm từ", Means(Amends, Object)),
    ("bỏ cụm từ", Means(Amends, Object)),
    ("thay cho", Means(Replaces, Object)),
    ("thay", Means(Replaces, Next)),
    ("bãi bỏ", Means(Repeals, Object)),
    ("hủy bỏ", Means(Repeals, Object)),
    ("huỷ bỏ", Means(Repeals, Object)),
    ("thu hồi", Means(Repeals, Next)),
    ("hết hiệu lực", Means(Repeals, Object)),
    ("chấm dứt hiệu lực", Means(Repeals, Object)),
    ("hướng dẫn", Means(Guides, Object)),
    ("hướng dẫn thực hiện", Means(Guides, Object)),
    ("hướng dẫn thi hành", Means(Guides, Object)),
    ("hướng dẫn áp dụng", Means(Guides, Object)),
    ("hướng dẫn triển khai", Means(Guides, Object)),
    ("hướng dẫn triển khai thực hiện", Means(Guides, Object)),
    ("hướng dẫn việc thực hiện", Means(Guides, Object)),
    ("hướng dẫn tổ chức thực hiện", Means(Guides, Object)),
    ("theo hướng dẫn", Means(Implements, Clause)),
    ("hướng dẫn tại", Means(Implements, Clause)),
    ("quy định chi tiết", Means(Guides, Object)),
    ("quy định chỉ tiết", Means(Guides, Object)),
    ("qui định chi tiết", Means(Guides, Object)),
    ("chi tiết thi hành", Means(Guides, Object)),
    ("biện pháp thi hành", Means(Guides, Object)),
    ("biện pháp để thi hành", Means(Guides, Object)),
    ("cụ thể hóa thi hành", Means(Guides, Object)),
    ("quy định tại", Provided),
    ("quy định trong", Provided),
    ("quy định ở", Provided),
    ("quy định theo", Provided),
    ("nêu tại", Provided),
    ("nêu trong", Provided),
    ("ghi tại", Provided),
    ("nội dung tại", Provided),
    ("ban hành tại", Means(Promulgates, Next)),
    ("ban hành theo", Means(Promulgates, Next)),
    ("được ban hành kèm theo", Means(Promulgates, Object)),
    ("được ban hành kèm", Means(Promulgates, Next)),
    ("được ban hành tại", Means(Promulgates, Next)),
    ("được ban hành theo", Means(Promulgates, Next)),
    ("ban hành", Verb(Clause)),
    ("được ban hành", Verb(Clause)),
    ("phê duyệt", Verb(Clause)),
    ("phê chuẩn", Verb(Clause)),
    ("chấp thuận", Verb(Clause)),
    ("công bố", Verb(Clause)),
    ("thông qua", Verb(Clause)),
    ("thành lập", Verb(Clause)),
    ("kiện toàn", Verb(Clause)),
    ("được cấp", Verb(Clause)),
    ("cho ý kiến", Verb(Clause)),
    ("có ý kiến", Verb(Clause)),
    ("tham gia ý kiến", Verb(Clause)),
    ("xây dựng", Verb(Next)),
    ("tham mưu", Verb(Next)),
    ("có", Verb(Next)),
    ("ký", Verb(Next)),
    ("gửi", Verb(Next)),
    ("trình", Verb(Next)),
    ("tiếp nhận", Verb(Next)),
    ("công nhận", Verb(Clause)),
    ("giao", Verb(Next)),
    ("ngoại giao", Nothing),
    // `kể từ ngày Nghị định số … có hiệu lực`.
    ("ngày", Verb(Next)),
    ("thời điểm", Verb(Next)),
    ("quy định cụ thể", Verb(Clause)),
    ("được quy định", Verb(Clause)),
    ("làm rõ", Verb(Clause)),
    ("báo cáo giải trình", Verb(Clause)),
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(CUES.iter().map(|(words, _)| words)).ok()
});

/// Words that lead from a cue to its object.
static LEADING: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::from_iter([
        "một", "số", "điều", "của", "khoản", "điểm", "mục", "phụ", "lục", "tại", "bởi", "theo", "các", "những", "toàn", "bộ",
        "phần", "nội", "dung", "quy", "định", "cho", "và", "chi", "tiết", "chỉ", "thi", "hành", "thực", "hiện", "biện", "pháp",
        "việc", "tên", "cụm", "từ", "bằng", "hướng", "dẫn", "triển", "khai", "chương", "sửa", "đổi", "bổ", "sung", "hai", "đã",
        "được", "tiểu", "về", "văn", "bản", "lần", "thứ", "nhất", "trong", "dự", "thảo", "tổ", "chức", "là", "vào", "sau",
        "trước", "cuối", "đầu", "thêm",
    ])
});

/// What a mention leaves to the members of its list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given {
    pub relation: Relation,
    pub kind: Option<Kind>,
    /// Had it a pinpoint?
    pub pinpoint: bool,
    /// What gave the relation.
    pub cue: Ground,
}

/// What the mentions before have left behind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    /// The list or sentence as a whole, by its first member.
    pub outer: Given,
    /// The mention before.
    pub last: Given,
    /// The list in which a bracket is open.
    around: Option<Given>,
    /// Where the mention before ends.
    ends: Ends,
    /// Stands the list under a heading that announces grounds?
    grounds: bool,
    /// Has a heading announced the list?
    announced: bool,
}

/// How a flow's mentions stand as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting {
    /// The relation of a mention that stands without any cue: `lists` in a note that is a list.
    pub base: Relation,
}

/// Reads the relation of a mention with the pinpoint before it, and moves the state on.
pub(super) fn read(text: Text<'_>, mention: &Mention, found: Option<&Pinpoint>, setting: Setting, state: &mut State) -> Relation {
    let start = found.map_or(mention.start, |p| p.start);
    let pinpoint = found.is_some();
    let paragraph = text.paragraph_start(start);
    let end = state.ends.before(start);
    let continued = end > 0 && end >= paragraph;
    let from = if continued { end } else { paragraph };
    let gap = text.low(from, start);
    let cut = clause_start(text, from, gap);
    let at = from + cut.at;
    let clause = text.low(at, start);
    let (closes, opens) = brackets(gap);
    if closes || !continued {
        state.outer = state.around.take().unwrap_or(state.outer);
    }
    // What stands in a bracket is a list of its own.
    let enclosed = opens && continued && state.around.is_none();
    if enclosed {
        state.around = Some(state.outer);
    }
    // `; các quy định của BLHS, Luật …`: the words only lead to the next member.
    let led = cut.semicolon.then(|| clause.trim_end_matches([' ', '\n']).strip_suffix(" quy định của")).flatten();
    let listed = is_list_mark(led.unwrap_or(clause));
    let next = || ends_with_joint(clause) || is_next_speaker(text, at, start, cut.semicolon, state);
    let joined = !cut.sentence && (listed || (continued && mention.typed && next()));
    let top = cut.at > 0 || !continued || enclosed;
    let near = start - end.min(start);
    let goes_on = state.grounds && near < 600;
    // What the item of a ground names further stands in that item.
    state.grounds = goes_on && continued;
    // An item without a mark follows the one before at once.
    let follows = || text.low(end.min(start), start).matches("\n\n").count() <= 1;
    let item = is_bullet(clause) || is_item(clause) && (!goes_on || follows());
    let announced_before = std::mem::take(&mut state.announced);
    let list = announced(text, at, clause, paragraph, start);
    // What stands before a colon that announces no documents says nothing of an item below it.
    let at = at + if list.is_none() { behind_colon(clause) } else { 0 };
    let clause = text.low(at, start);
    let (relation, outer, cue) = if let Some((relation, words)) = list {
        // `Căn cứ pháp lý:` over items.
        state.grounds = relation == Basis && from == paragraph && clause.len() < 12 && heads_grounds(text, paragraph);
        state.announced = true;
        // A list inside a list (`và các Nghị định sửa đổi gồm: …`) ends with its last comma.
        (relation, top || relation == Relation::Lists, Ground::new("announced", words))
    } else if joined && continued {
        state.announced = announced_before;
        // `quy định chi tiết một số điều của Luật Hộ tịch và Quyết định số …`: decrees detail laws; what comes next is what the
        // sentence began with.
        let law = state.last.kind.is_some_and(|k| matches!(k.code(), "Luật" | "BL" | "PL"));
        let beyond = law
            && state.last.relation == Guides
            && state.outer.relation != Guides
            && mention.numbered
            && mention.kind.is_some_and(is_order);
        let inner =
            beyond || state.last.kind != mention.kind && state.outer.kind == mention.kind && (!pinpoint || !state.last.pinpoint);
        let back = pinpoint && state.outer.pinpoint && !state.last.pinpoint;
        let of_list = cut.semicolon || cut.closed || inner || back;
        let given = if of_list { state.outer } else { state.last };
        (given.relation, of_list, given.cue.by("list"))
    } else if let Some(governor) = governing(text, at, clause, start) {
        let (relation, reach) = (governor.relation, governor.reach);
        // Inside a list an unnamed document's title (`các Nghị định hướng dẫn Luật …`) is no new beginning, but `Chính phủ ban hành
        // Nghị định sửa đổi …` behind the grounds is.
        let inside = cut.semicolon && reach == Some(Object) && !is_enacting(text, at);
        let top = top || reach == Some(Clause) && opens_line(text, governor.at);
        let decreed = mention.kind.is_some_and(|k| matches!(k.code(), "QĐ" | "NQ" | "NĐ" | "TT"));
        let relation = match reach {
            None if decreed && promulgated(clause) => Promulgates,
            // `thay Điều 4 của Nghị định …`: a part is changed.
            Some(Next) if relation == Replaces && pinpoint => Amends,
            // `ban hành theo Luật …`: a law is carried out.
            Some(Next) if relation == Promulgates && !decreed && by_authority(clause) => Implements,
            None if is_counted(clause) => Relation::Lists,
            // `Công văn kèm theo Báo cáo số …`: the report is what is attached.
            Some(Next) if relation == Promulgates && mention.kind.is_some_and(is_attachment) => Refers,
            _ => relation,
        };
        let words = governor.at..governor.end;
        let rule = if reach.is_some() { "cue" } else { "verb" };
        (relation, (top && !inside) || reach.is_none(), Ground::new(rule, words))
    } else if let Some(governor) = earlier_item(text, from, gap, cut, listed) {
        (governor.relation, true, Ground::new("item-before", governor.at..governor.end))
    } else if listed && !cut.sentence && from == paragraph && end > 0 && follows_item(text, paragraph) {
        state.announced = announced_before;
        state.grounds |= goes_on;
        (state.outer.relation, true, state.outer.cue.by("list"))
    } else if ends_with_point(state, announced_before, clause, near, follows) {
        // Items that end with a point.
        state.announced = announced_before;
        state.grounds = goes_on;
        (state.outer.relation, true, state.outer.cue.by("list"))
    } else if !is_subject(text, mention) && among_grounds(text, (from, paragraph), start, goes_on, item) {
        state.grounds = true;
        (Basis, true, Ground::silent("grounds"))
    } else {
        let based = !(cut.sentence || (paragraph > 0 && !listed) || is_subject(text, mention));
        let relation = if based { setting.base } else { Refers };
        (relation, true, Ground::silent(if relation == Refers { "no-cue" } else { "list" }))
    };
    let opens = from == paragraph && is_list_mark(clause);
    let expires = || runs_out(text, mention.end, opens).or_else(|| is_voided(text, start, mention.end));
    let expires = if relation == Refers { expires() } else { None };
    let (relation, cue) = expires.map_or((relation, cue), |words| (Repeals, Ground::new("expires", words)));
    // `theo Phụ lục II ban hành kèm theo Thông tư …`: the words just before the document govern it.
    let (relation, cue) = match relation {
        Implements | Refers | Basis if found.is_some_and(|p| p.attached) => {
            (Promulgates, Ground::new("attached", start..mention.start))
        }
        relation => (relation, cue),
    };
    state.announced |= announced_before && !outer;
    state.last = Given { relation, kind: mention.kind, pinpoint, cue };
    if outer {
        state.outer = state.last;
    }
    state.ends = mention.ends();
    relation
}

/// Is it the next item of a list whose items end with a point?
fn ends_with_point(state: &State, announced: bool, clause: &str, near: usize, follows: impl Fn() -> bool) -> bool {
    let bulleted = state.outer.relation == Relation::Lists && is_bullet(clause);
    let item = || announced && is_item(clause) && !clause.trim().is_empty() && follows();
    near < 400 && (bulleted || item())
}

/// The words that end all documents of a sentence: `trái với …, kể cả Quyết định số 31-XY ngày …, đều bãi bỏ`. What the others are
/// contrary to (`trái với Nghị định số …`) stays.
fn is_voided(text: Text<'_>, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
    static VOID: LazyLock<Option<Needles>> = LazyLock::new(|| {
        Needles::of(&["đều bãi bỏ", "đều bị bãi bỏ", "đều hủy bỏ", "đều huỷ bỏ", "không còn hiệu lực", "đều không còn hiệu lực"])
    });
    let limit = text.boundary((end + 300).min(text.low.len()));
    let near = text.low(end, limit).split("\n\n").next().unwrap_or_default();
    let near = near.split(". ").next().unwrap_or_default().split(['(', ';', ':']).next().unwrap_or_default();
    let found = VOID.as_ref()?.find_iter(near).next()?;
    // One that has a subject of its own behind this document ends that one.
    let between = near.get(..found.start())?;
    let all = text.low(end + found.start(), end + found.end()).starts_with("đều");
    let own = ["có hiệu lực", " thì ", "\nđiều "].iter().any(|w| between.contains(w)) || !all && between.contains("số ");
    let measure = text.words_before(start, "trái với").is_some();
    (!own && !measure).then(|| end + found.start()..end + found.end())
}

/// Is it a kind that is carried out and that no decree details?
fn is_order(kind: Kind) -> bool {
    matches!(kind.code(), "QĐ" | "CT" | "KH" | "CV" | "TB" | "KL" | "CTr" | "CĐ" | "ĐA")
}

/// Is it a kind that is sent along with another document and does not bring one into force?
fn is_attachment(kind: Kind) -> bool {
    matches!(kind.code(), "BC" | "BB" | "PA" | "GM" | "GCN" | "PC" | "PB" | "TTr" | "CV")
}

/// `ban hành Quy chế … tại`: what was issued is attached to the document that follows.
fn promulgated(clause: &str) -> bool {
    let clause = clause.trim_end_matches([' ', '\n']);
    let Some(clause) = clause.strip_suffix(" tại").or_else(|| clause.strip_suffix(" tại các")) else { return false };
    clause.rfind("ban hành ").is_some_and(|at| {
        let object = clause.get(at + "ban hành ".len()..).unwrap_or_default();
        !object.contains([';', '(', '.']) && object.split_whitespace().count() >= 2
    })
}

/// `Chính phủ ban hành Nghị định …`: does the clause at this place say what the issuer issues?
fn is_enacting(text: Text<'_>, at: usize) -> bool {
    let start = text.over_blanks(at);
    let body = text.is_capital(start).then(|| text.body_at(start)).flatten();
    body.is_some_and(|(_, after)| text.words_at(text.over_blanks(after), "ban hành").is_some())
}

/// Does the capital of a sentence stand here at the beginning of a line?
fn opens_line(text: Text<'_>, at: usize) -> bool {
    let before = text.raw.get(..at).unwrap_or_default().trim_end_matches([' ', '*', '_', '-', '+', '–', '•']);
    text.is_capital(at) && (before.is_empty() || before.ends_with('\n'))
}

/// `theo đề nghị của Sở A tại Văn bản … và của Sở B tại Văn bản …`, `; ý kiến chỉ đạo của C tại Công văn …`, `và của Sở D (Tờ trình
/// số …)`: the next body of a list with its document. `item`: a semicolon stands before the clause.
fn is_next_speaker(text: Text<'_>, at: usize, start: usize, item: bool, state: &State) -> bool {
    let at = text.over_blanks(at);
    let joint = text.words_at(at, "và").or_else(|| text.raw.get(at..)?.starts_with(',').then_some(at + 1));
    let Some(from) = joint.or(item.then_some(at)).map(|at| text.over_blanks(at)) else { return false };
    let before = text.back_over_blanks(start);
    let bracket = text.raw.get(..before).filter(|t| t.ends_with('(')).map(|_| before - 1);
    let place = || text.words_before(before, "tại").or_else(|| text.words_before(before, "tại các"));
    let Some(end) = bracket.or_else(place).map(|end| text.back_over_blanks(end)).filter(|end| *end > from) else { return false };
    let said = text.low(from, end);
    // What the list began with holds for a body whose name is not known, too.
    let proposed = joint.is_some() && bracket.is_some() && state.last.relation == Proposes;
    if proposed && said.len() < 160 && !said.contains([';', ':', '(', ')']) {
        return true;
    }
    let ends = |at: usize| text.body_at(at).is_some_and(|(_, after)| after == end);
    // `ý kiến thẩm định của`: a noun and what it is of.
    let of = |words: &str| {
        let noun = !text.is_capital(from) && words.split_whitespace().count() <= 6 && !words.contains(['(', ')', ':', ',']);
        let carried = matches!(state.outer.relation, Basis | Implements | Proposes | Replies);
        noun && carried && governing(text, from, text.low(from, start), start).is_none()
    };
    joint.is_some() && ends(from)
        || text.words_at(from, "của").is_some_and(|after| ends(text.over_blanks(after)))
        || said.split_once(" của ").is_some_and(|(noun, rest)| of(noun) && ends(text.over_blanks(end - rest.len())))
}

/// Where the clause of a mention begins in the gap before it, and what parts it from what stands before.
#[derive(Clone, Copy)]
struct Cut {
    at: usize,
    /// Where its sentence begins.
    sentence_at: usize,
    semicolon: bool,
    sentence: bool,
    /// A bracket that was open before the gap is closed in it.
    closed: bool,
}

fn clause_start(text: Text<'_>, from: usize, gap: &str) -> Cut {
    let bytes = gap.as_bytes();
    let mut cut = Cut { at: 0, sentence_at: 0, semicolon: false, sentence: false, closed: false };
    let mut depth = 0_i32;
    // The point of `2. ` ends no sentence where the document itself is the item.
    let is_mark = |i: usize| {
        let before = gap.get(..i).unwrap_or_default();
        labels_item(before) && (before.len() < 4 || is_list_mark(gap.get(i + 1..).unwrap_or_default()))
    };
    for i in memchr::memchr3_iter(b';', b'.', b'\n', bytes).chain(memchr::memchr2_iter(b'(', b')', bytes)) {
        match bytes.get(i) {
            Some(b';') if i >= cut.at => cut = Cut { at: i + 1, semicolon: true, ..cut },
            Some(b'.') if i >= cut.at => {
                // A sentence ends: a blank and a capital follow, and it is not the mark of an item (`1.`) that the point closes.
                let mut next = text.over_blanks(from + i + 1);
                let blank = next > from + i + 1;
                while text.raw.get(next..).is_some_and(|r| r.starts_with(['-', '+', '–', '•'])) {
                    let width = text.raw.get(next..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
                    next = text.over_blanks(next + width);
                }
                // The next item may be a sentence of its own.
                let item = item_mark_end(text, next).filter(|after| *after < from + gap.len());
                if blank && text.is_capital(item.unwrap_or(next)) && !is_mark(i) {
                    cut = Cut { at: i + 1, sentence_at: i + 1, semicolon: false, sentence: true, closed: false };
                }
            }
            _ => {}
        }
    }
    // Brackets: one closed more than opened ends what stood inside it.
    for i in memchr::memchr2_iter(b'(', b')', bytes.get(cut.at..).unwrap_or_default()) {
        match bytes.get(cut.at + i) {
            Some(b'(') => depth += 1,
            Some(b')') if depth > 0 => depth -= 1,
            _ if labels_item(gap.get(..cut.at + i).unwrap_or_default()) => {}
            _ => {
                return Cut { at: cut.at + i + 1, closed: true, ..cut };
            }
        }
    }
    cut
}

/// Are brackets closed in a gap that were open before it, and does one stay open at its end?
fn brackets(gap: &str) -> (bool, bool) {
    let mut depth = 0_i32;
    let mut closes = false;
    for i in memchr::memchr2_iter(b'(', b')', gap.as_bytes()) {
        match gap.as_bytes().get(i) {
            Some(b'(') => depth += 1,
            // The marks of items: `a)`, `1)`.
            _ if depth == 0 && labels_item(gap.get(..i).unwrap_or_default()) => {}
            _ if depth == 0 => closes = true,
            _ => depth -= 1,
        }
    }
    (closes, depth > 0)
}

/// A cue of a clause that reaches the mention.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub relation: Relation,
    /// `None` for a main verb.
    reach: Option<Reach>,
    /// Where its words begin.
    pub at: usize,
    /// Where its words end.
    pub end: usize,
    /// `được sửa đổi`: what follows is the document that did it.
    passive: bool,
    /// One of [`CHANGING`]: its object is text.
    changes: bool,
}

impl Found {
    /// Does it give the relation, as no main verb does?
    pub fn is_cue(&self) -> bool {
        self.reach.is_some()
    }
}

/// The last cue of a clause that reaches the mention: its relation and reach; no reach for a main verb.
pub(super) fn governing(text: Text<'_>, from: usize, clause: &str, start: usize) -> Option<Found> {
    let search = SEARCH.as_ref()?;
    let mut found: Option<Found> = None;
    let mut changing: Option<Found> = None;
    for cue in search.find_iter(clause) {
        let (at, end) = (from + cue.start(), from + cue.end());
        let bounded = !text.low_before(at).chars().next_back().is_some_and(is_letter)
            && !text.low_from(end).chars().next().is_some_and(is_letter);
        let Some((words, means)) = CUES.get(cue.pattern().as_usize()) else { continue };
        if !bounded {
            continue;
        }
        let rest = text.low(end, start);
        let passive = text.words_before(at, "được").is_some();
        let changes = CHANGING.iter().any(|verb| words.starts_with(verb));
        let new = |relation, reach| Some(Found { relation, reach, at, end, passive, changes });
        let object = found.filter(|f| f.reach == Some(Object) && leads(text.low(f.end, at)));
        let keeps = match means {
            // `được sửa đổi, bổ sung theo Nghị định …`: the decree did it.
            Means(Implements, Clause) if *words == "theo" => object.filter(|f| f.passive),
            // `Căn cứ hướng dẫn tại Điều 11 Thông tư …`: the cue itself governs.
            Means(Implements, Clause) if *words == "hướng dẫn tại" => {
                let based = |f: &Found| f.relation == Basis && !text.low(f.end, at).contains([',', ':']);
                found.filter(|f| based(f) || f.reach == Some(Object) && f.relation == Guides).or(object.filter(|f| f.changes))
            }
            // `hướng dẫn … và biện pháp thi hành một số điều của`: the cue before reaches over this one.
            Means(Implements, Clause) => found.filter(|f| f.reach == Some(Object) && f.relation == Guides),
            // `được bổ sung theo quy định tại khoản 1 Điều 1 …`, `sửa đổi một số quy định tại …`.
            // `hướng dẫn thi hành một số quy định trong Bộ luật …`
            Provided if object.is_some_and(|f| f.relation == Guides) => object,
            Provided if after_according(text, from, at) => object.filter(|f| f.passive && f.relation != Implements),
            Provided => object.filter(|f| f.passive || f.changes),
            // `Bãi bỏ Quy định … ban hành kèm theo Quyết định …`: what is done to the text is done to what brought it into force.
            Means(Promulgates, _) => changing.filter(|f| !f.passive && changes_attached(text, f.end, at)),
            _ => None,
        };
        found = match means {
            _ if keeps.is_some() => keeps,
            Means(relation, reach) if reaches(*reach, rest) => new(*relation, Some(*reach)),
            Verb(reach) if reaches(*reach, rest) => new(Refers, None),
            Provided if after_according(text, from, at) => new(Implements, Some(Clause)),
            // `Căn cứ quy định tại khoản 3 Điều 10`: the cue itself governs.
            Provided if found.is_some_and(|f| f.relation == Basis && !text.low(f.end, at).contains([',', ':'])) => found,
            Provided => new(Refers, Some(Clause)),
            _ => found,
        };
        // `bản đồ điều chỉnh Quy hoạch … ban hành kèm theo Quyết định …`: the words name a map.
        if let Means(relation @ (Amends | Repeals | Replaces), reach @ Object) = means
            && !words.starts_with("điều chỉnh")
        {
            changing = new(*relation, Some(*reach));
        }
    }
    found
}

/// How verbs begin that change what is in force.
const CHANGING: [&str; 7] = ["sửa đổi", "bãi bỏ", "thay thế", "hủy bỏ", "huỷ bỏ", "đính chính", "điều chỉnh"];

/// Is what stands between a verb and `ban hành kèm theo` the text that is attached or its part (`một số điều của Quy định về …`,
/// `khoản 2 Phụ lục`)?
fn changes_attached(text: Text<'_>, from: usize, to: usize) -> bool {
    let between = text.low(from, to);
    // What stands at another place, or comes instead, is not it.
    if [" theo ", " bằng ", " được ", "như sau"].iter().any(|w| between.contains(w)) || between.contains([';', ':', '“', '\t'])
    {
        return false;
    }
    let object = text.raw(from, to).split_whitespace().find(|w| w.starts_with(char::is_uppercase));
    let before = object.and_then(|word| text.raw(from, to).find(word)).map_or(between, |at| text.low(from, from + at));
    leads(before) && (object.is_some() || between.chars().any(char::is_alphabetic))
}

fn reaches(reach: Reach, rest: &str) -> bool {
    match reach {
        Clause => true,
        Next => rest
            .split_whitespace()
            .all(|w| matches!(w, "các" | "những" | "cả" | ":" | "(" | "các:" | "số" | "theo" | "02" | "03")),
        Object => rest.len() <= 800 && !rest.contains(';') && leads(rest),
    }
}

/// Do these words only lead from a cue to its object? What stands in quotation marks (`cụm từ “…” bằng cụm từ “…”`) does.
fn leads(rest: &str) -> bool {
    let mut bare = std::borrow::Cow::Borrowed(rest);
    while let Some((before, after)) = bare.split_once('“').and_then(|(b, a)| Some((b, a.split_once('”')?.1))) {
        bare = std::borrow::Cow::Owned(format!("{before} {after}"));
    }
    bare.len() <= 240
        && bare.split([' ', '\n', ',', '*', '“', '”', '"', ':', '(']).filter(|w| !w.is_empty()).all(|w| {
            LEADING.contains(w)
                || w.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                // `1a`
                || w.strip_suffix(|c: char| c.is_alphabetic()).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
                || w.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
        })
}

/// Does `theo`, `đúng`, `thực hiện` stand a few words before a provision (`theo đúng các quy định tại`, `theo trình tự, thủ tục quy
/// định tại`)?
fn after_according(text: Text<'_>, from: usize, at: usize) -> bool {
    let mut i = at;
    // Words since the end or a comma; one that joins two nouns (`trình tự, thủ tục`) parts nothing.
    let mut words = 0;
    while words < 6 {
        let mut end = text.back_over_blanks(i);
        if words == 2
            && let Some(before) = text.low_before(end).strip_suffix(',')
        {
            end = text.back_over_blanks(before.len());
            words = 0;
        }
        words += 1;
        let start = text.word_start(end);
        if start == end || start < from {
            return false;
        }
        let done =
            || ["tuân thủ", "thi hành", "chấp hành", "thực hiện"].iter().any(|verb| text.words_before(end, verb).is_some());
        match text.low(start, end) {
            "theo" | "đúng" => return true,
            "thủ" | "hành" | "hiện" if done() => return true,
            // Who does an act that a law names does not carry it out.
            "vi" if text.words_before(end, "hành vi").is_some() => return false,
            "được" | "đã" | "với" => return false,
            _ => i = start,
        }
    }
    false
}

/// `Căn cứ Biên bản kiểm tra ngày …; Công văn số …`: the items before in the sentence named no document, and their cue holds.
fn earlier_item(text: Text<'_>, from: usize, gap: &str, cut: Cut, listed: bool) -> Option<Found> {
    let sentence = gap.get(cut.sentence_at..cut.at).filter(|_| cut.semicolon && listed)?;
    let governor = governing(text, from + cut.sentence_at, sentence, from + cut.at)?;
    let relation = governor.relation;
    // `Hồ sơ gồm: đơn theo Mẫu số 01; Giấy phép số …`: only a cue that opens the sentence holds for all of it.
    let opens = || {
        let words = strip_item_mark_front(sentence.trim_start_matches([' ', '-', '+', '–', '•', '*', '\n']));
        ["thực hiện", "triển khai", "theo ", "quán triệt", "thi hành"].iter().any(|w| words.starts_with(w))
    };
    let holds = relation == Basis || matches!(relation, Implements | Proposes) && opens();
    (governor.reach == Some(Clause) && holds).then_some(governor)
}

/// `ban hành theo` as the last words.
fn by_authority(clause: &str) -> bool {
    let words = clause.trim_end_matches([' ', '\n']);
    words.ends_with("ban hành theo") || words.ends_with("ban hành theo các")
}

/// `Quyết định số … có căn cứ ban hành như sau`: does the sentence say something of the mention?
fn is_subject(text: Text<'_>, mention: &Mention) -> bool {
    let after = text.over_blanks(mention.tail.max(mention.end));
    // `Nghị định số … sửa đổi … có căn cứ ban hành như sau:`
    let near = text.low(after, text.boundary((after + 400).min(text.low.len())));
    let clause = near.split([':', ';']).next().unwrap_or_default();
    ["có", "được", "đã", "quy định", "bị", "vẫn"].iter().any(|verb| text.words_at(after, verb).is_some())
        || clause.len() < near.len() && clause.contains("có căn cứ ban hành")
}

/// `Quyết định số … hết hiệu lực thi hành kể từ ngày …`: what follows the mention ends it. `opens`: it opens its paragraph, so
/// that it is the subject however much is said of it before the verb.
fn runs_out(text: Text<'_>, end: usize, opens: bool) -> Option<std::ops::Range<usize>> {
    let far = if opens { 900 } else { 200 };
    let limit = text.boundary((end + far).min(text.low.len()));
    static EXPIRES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("hết hiệu lực"));
    let near = text.low(end, limit).split('\n').next().unwrap_or_default();
    let expires = EXPIRES.find(near.as_bytes())?;
    // `Thông tư A …; Thông tư B … hết hiệu lực`: the list of documents is the subject.
    let ends = |i: &usize| !opens || !super::heads::type_word_begins(text, text.over_blanks(end + i + 1));
    let near = near.match_indices(';').map(|(i, _)| i).find(ends).and_then(|i| near.get(..i)).unwrap_or(near);
    let between = near.get(..expires)?;
    // `công bố Danh mục văn bản hết hiệu lực`: others end.
    let noun = ["đã", "bị", "được"].iter().fold(between.trim_end(), |b, w| b.strip_suffix(w).map_or(b, str::trim_end));
    let others = ["văn bản", "pháp luật"].iter().any(|w| noun.ends_with(w));
    let ends = !others
        && !between.contains("có hiệu lực")
        && if opens { !between.contains(". ") } else { !between.contains(['.', '(']) && !between.contains("số ") };
    ends.then(|| end + expires..end + expires + EXPIRES.needle().len())
}
