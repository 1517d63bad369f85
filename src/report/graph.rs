//! The graph for other programs: DOT (Graphviz) and GraphML (yEd, Gephi, NetworkX).

use std::fmt::Write;

use crate::graph::{CurriculumGraph, Edge, Node};
use crate::lang::Lang;

/// The graph in the DOT language.
pub fn dot(graph: &CurriculumGraph<'_>, lang: Lang) -> String {
    let mut out =
        String::from("digraph khung {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for node in graph.nodes() {
        let (key, label) = (escaped_dot(&graph.key(node)), escaped_dot(&label(graph, node, lang)));
        let _ = writeln!(out, "  \"{key}\" [label=\"{label}\", shape={}];", shape(node));
    }
    for (from, edge, to) in graph.edges() {
        let (from, to) = (escaped_dot(&graph.key(from)), escaped_dot(&graph.key(to)));
        let style = if suggests(graph, edge) { ", style=dashed" } else { "" };
        let _ = writeln!(out, "  \"{from}\" -> \"{to}\" [label=\"{}\"{style}];", edge.as_str());
    }
    out.push_str("}\n");
    out
}

/// The graph in GraphML.
pub fn graphml(graph: &CurriculumGraph<'_>, lang: Lang) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
        "  <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n",
        "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n",
        "  <key id=\"edge\" for=\"edge\" attr.name=\"kind\" attr.type=\"string\"/>\n",
        "  <key id=\"basis\" for=\"edge\" attr.name=\"basis\" attr.type=\"string\"/>\n",
        "  <key id=\"counts\" for=\"edge\" attr.name=\"counts\" attr.type=\"boolean\"/>\n",
        "  <graph edgedefault=\"directed\">\n",
    ));
    for node in graph.nodes() {
        let (key, label) = (escaped_xml(&graph.key(node)), escaped_xml(&label(graph, node, lang)));
        let _ = writeln!(
            out,
            "    <node id=\"{key}\"><data key=\"kind\">{}</data><data key=\"label\">{label}</data></node>",
            kind(node)
        );
    }
    for (from, edge, to) in graph.edges() {
        let (from, to) = (escaped_xml(&graph.key(from)), escaped_xml(&graph.key(to)));
        let _ = write!(
            out,
            "    <edge source=\"{from}\" target=\"{to}\"><data key=\"edge\">{}</data>",
            edge.as_str()
        );
        if let Edge::Aligns(at) = edge {
            let alignment = &graph.alignments[at];
            let (basis, counts) = (alignment.basis.as_str(), alignment.counts);
            let _ = write!(out, "<data key=\"basis\">{basis}</data><data key=\"counts\">{counts}</data>");
        }
        out.push_str("</edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

fn suggests(graph: &CurriculumGraph<'_>, edge: Edge) -> bool {
    matches!(edge, Edge::Aligns(at) if !graph.alignments[at].counts)
}

fn kind(node: Node) -> &'static str {
    match node {
        Node::Programme => "programme",
        Node::Module(_) => "module",
        Node::Statement(..) => "statement",
        Node::Group(_) => "group",
        Node::Outcome(_) => "outcome",
        Node::Domain(_) => "domain",
        Node::Component(_) => "component",
        Node::Cell(_) => "cell",
        Node::Indicator(_) => "indicator",
    }
}

fn shape(node: Node) -> &'static str {
    match node {
        Node::Statement(..) | Node::Outcome(_) | Node::Indicator(_) => "note",
        Node::Cell(_) => "ellipse",
        Node::Component(_) | Node::Domain(_) => "folder",
        Node::Group(_) => "diamond",
        Node::Programme | Node::Module(_) => "box",
    }
}

fn label(graph: &CurriculumGraph<'_>, node: Node, lang: Lang) -> String {
    let (programme, framework) = (graph.programme, graph.framework);
    match node {
        Node::Programme => programme.title.clone(),
        Node::Module(at) => format!("{} {}", programme.modules[at].code, programme.modules[at].title),
        Node::Statement(module, at) => programme.modules[module].statements[at].text.clone(),
        Node::Group(at) => programme.groups[at].name.clone(),
        Node::Outcome(at) => format!("{} {}", programme.outcomes[at].label, programme.outcomes[at].text),
        Node::Domain(id) => format!("{} {}", framework.domain(id).code, framework.domain(id).name.get(lang)),
        Node::Component(id) => {
            format!("{} {}", framework.component(id).code, framework.component(id).name.get(lang))
        }
        Node::Cell(id) => framework.describe(id, lang),
        Node::Indicator(id) => framework.indicator(id).text.get(lang).to_owned(),
    }
}

fn escaped_dot(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn escaped_xml(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
