//! Owns a trace or an archive as a graph of documents, and its DOT and `GraphML` forms.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::{Citation, DocId, LinkState, Relation};

use super::markup::escaped;
use super::trace::Trace;
use super::view::{ArchiveView, Head};

/// A document, held or only cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// A name that no other node has: the document's id, or `?` with what is cited.
    pub id: String,
    /// Number or subject.
    pub label: String,
    /// The document, where it is held.
    pub document: Option<Head>,
}

/// One mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// Node of the citing document.
    pub from: String,
    /// Node of the cited one.
    pub to: String,
    /// What it does with it.
    pub relation: Relation,
    /// How it stands.
    pub state: LinkState,
    /// Where it stands: `footnote 1 (12)`.
    pub place: String,
    /// Its words.
    pub surface: String,
}

/// Documents and mentions; nodes by id, arrows in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    nodes: BTreeMap<String, Node>,
    arrows: Vec<Arrow>,
}

impl Graph {
    /// The graph of a trace.
    #[must_use]
    pub fn of_trace(trace: &Trace) -> Self {
        let mut graph = Self::default();
        graph.hold(&trace.document);
        for edge in &trace.edges {
            if let Some(head) = &edge.document {
                graph.hold(head);
            }
            graph.add(&edge.from, edge.to.as_ref(), &edge.citation, edge.state);
        }
        graph
    }

    /// The graph of a whole archive.
    #[must_use]
    pub fn of_archive(view: &dyn ArchiveView) -> Self {
        let mut graph = Self::default();
        for id in view.ids() {
            let Some(entry) = view.entry(&id) else { continue };
            graph.hold(&entry.head());
            for (_, citation, link) in entry.linked() {
                graph.add(&id, link.to.as_ref(), citation, link.state);
            }
        }
        graph
    }

    fn hold(&mut self, head: &Head) {
        // A part stands for its file, whose own line may be met later.
        if let Some(host) = &head.part_of {
            let node = || Node { id: head.id.0.clone(), label: host.clone(), document: Some(head.clone()) };
            self.nodes.entry(head.id.0.clone()).or_insert_with(node);
            return;
        }
        let label = head.number.clone().or_else(|| head.subject.clone()).unwrap_or_else(|| head.path.clone());
        self.nodes.insert(head.id.0.clone(), Node { id: head.id.0.clone(), label, document: Some(head.clone()) });
    }

    fn add(&mut self, from: &DocId, to: Option<&DocId>, citation: &Citation, state: LinkState) {
        let to = if let Some(to) = to {
            to.0.clone()
        } else {
            let label = citation.doc_number().map_or_else(|| citation.surface.clone(), |n| n.to_string());
            let key = citation.doc_number().map_or_else(|| label.to_lowercase(), |n| n.key());
            let year = citation.date.map(|d| format!("@{}", d.year_number())).unwrap_or_default();
            let id = format!("?{key}{year}");
            self.nodes.entry(id.clone()).or_insert_with(|| Node { id: id.clone(), label, document: None });
            id
        };
        for known in [from.0.as_str(), to.as_str()] {
            let node = || Node { id: known.to_owned(), label: known.to_owned(), document: None };
            self.nodes.entry(known.to_owned()).or_insert_with(node);
        }
        self.arrows.push(Arrow {
            from: from.0.clone(),
            to,
            relation: citation.relation,
            state,
            place: citation.place.to_string(),
            surface: citation.surface.clone(),
        });
    }

    /// How many nodes and edges it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.nodes.len() + self.arrows.len()
    }

    /// In the language of Graphviz.
    #[must_use]
    pub fn to_dot(&self) -> String {
        let mut out = String::from("digraph congvan {\n  rankdir=LR;\n  node [shape=box];\n");
        for node in self.nodes.values() {
            let style = if node.document.is_some() { "solid" } else { "dashed" };
            let date = node.document.as_ref().and_then(|d| d.date).map(|d| format!("\n{d}")).unwrap_or_default();
            let label = dot(&format!("{}{date}", node.label));
            let _ = writeln!(out, "  \"{}\" [label=\"{label}\", style={style}];", dot(&node.id));
        }
        for arrow in &self.arrows {
            let style = match arrow.state {
                LinkState::Held => "solid",
                LinkState::Conflict => "bold",
                LinkState::Ambiguous => "dashed",
                LinkState::Missing => "dotted",
            };
            let (from, to) = (dot(&arrow.from), dot(&arrow.to));
            let label = format!("{} · {}", arrow.relation.code(), arrow.state.code());
            let _ = writeln!(out, "  \"{from}\" -> \"{to}\" [label=\"{label}\", style={style}];");
        }
        out.push_str("}\n");
        out
    }

    /// As `GraphML` 1.0, with typed keys, for graph libraries and tools.
    #[must_use]
    pub fn to_graphml(&self) -> String {
        let mut out = String::from(concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        ));
        let node_keys = ["label", "kind", "date", "issuer", "subject", "direction", "path", "held"];
        let edge_keys = ["relation", "state", "where", "surface"];
        for (target, keys) in [("node", &node_keys[..]), ("edge", &edge_keys[..])] {
            for key in keys {
                let kind = if *key == "held" { "boolean" } else { "string" };
                let _ = writeln!(out, "  <key id=\"{key}\" for=\"{target}\" attr.name=\"{key}\" attr.type=\"{kind}\"/>");
            }
        }
        out.push_str("  <graph id=\"congvan\" edgedefault=\"directed\">\n");
        for node in self.nodes.values() {
            let _ = writeln!(out, "    <node id=\"{}\">", escaped(&node.id));
            let mut data = |key: &str, value: Option<&str>| {
                if let Some(value) = value {
                    let _ = writeln!(out, "      <data key=\"{key}\">{}</data>", escaped(value));
                }
            };
            data("label", Some(&node.label));
            data("held", Some(if node.document.is_some() { "true" } else { "false" }));
            if let Some(head) = &node.document {
                data("kind", head.kind.map(crate::model::Kind::code));
                data("date", head.date.map(|d| d.to_string()).as_deref());
                data("issuer", head.issuer.as_deref());
                data("subject", head.subject.as_deref());
                let direction = head.direction.map(|d| match d {
                    super::view::Direction::Den => "den",
                    super::view::Direction::Di => "di",
                });
                data("direction", direction);
                data("path", Some(&head.path));
            }
            out.push_str("    </node>\n");
        }
        for (i, arrow) in self.arrows.iter().enumerate() {
            let (from, to) = (escaped(&arrow.from), escaped(&arrow.to));
            let _ = writeln!(out, "    <edge id=\"e{i}\" source=\"{from}\" target=\"{to}\">");
            let values = [arrow.relation.code(), arrow.state.code(), arrow.place.as_str(), arrow.surface.as_str()];
            for (key, value) in edge_keys.iter().zip(values) {
                let _ = writeln!(out, "      <data key=\"{key}\">{}</data>", escaped(value));
            }
            out.push_str("    </edge>\n");
        }
        out.push_str("  </graph>\n</graphml>\n");
        out
    }
}

fn dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
