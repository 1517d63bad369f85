//! One graph of a programme and the framework it is held against; every question about coverage,
//! gaps and order is asked of it.
//!
//! ```text
//! programme ──has──▶ module ──has──▶ statement ──aligns──▶ indicator ─┐
//!                    │  │ └──────────aligns─────────▶ cell ◀──part of─┘
//!             requires, └─chosen from─▶ group         ▲ │ ├─builds on─▶ cell one level lower
//!            taken with                               │ │ └─part of─▶ component ─part of─▶ domain
//!                    ▼                                │ │
//!                 module ──contributes to─▶ programme outcome
//! ```
//!
//! petgraph stays behind this door: callers hold modules, cells and alignments, never node indices.

mod derived;
mod structure;

pub use structure::{ModuleStructure, Structure};

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::{has_path_connecting, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use petgraph::{Direction, visit::NodeRef};

use crate::alignment::Alignment;
use crate::curriculum::{Choice, Prerequisite, Programme};
use crate::framework::{CellId, ComponentId, DomainId, Framework, IndicatorId, LevelId, TableId};

/// A node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// The programme.
    Programme,
    /// A module, by position.
    Module(usize),
    /// A statement, by positions of module and statement.
    Statement(usize, usize),
    /// A choice group, by position.
    Group(usize),
    /// An outcome of the programme, by position.
    Outcome(usize),
    /// A domain.
    Domain(DomainId),
    /// A component.
    Component(ComponentId),
    /// A cell.
    Cell(CellId),
    /// An indicator.
    Indicator(IndicatorId),
}

/// An edge of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// Programme to module, module to statement.
    Has,
    /// Module to a module that must be taken before it.
    Requires,
    /// Module to a module that must be taken before it or at the same time.
    TakenWith,
    /// Module to the group learners choose it from.
    ChosenFrom,
    /// Module or statement to an outcome of the programme: the contribution at this position.
    Contributes(usize),
    /// Outcome of the programme to a cell: its claim at this position.
    Serves(usize),
    /// Statement or module to cell or indicator: the alignment at this position.
    Aligns(usize),
    /// Indicator to cell, cell to component, component to domain.
    PartOf,
    /// Cell to the cell one level lower: levels are cumulative.
    BuildsOn,
}

impl Edge {
    /// The word for it in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Edge::Has => "has",
            Edge::Requires => "requires",
            Edge::TakenWith => "taken-with",
            Edge::ChosenFrom => "chosen-from",
            Edge::Contributes(_) => "contributes",
            Edge::Serves(_) => "serves",
            Edge::Aligns(_) => "aligns",
            Edge::PartOf => "part-of",
            Edge::BuildsOn => "builds-on",
        }
    }
}

/// The graph of one programme over the tables of one audience.
#[derive(Clone, Debug)]
pub struct CurriculumGraph<'g> {
    /// The programme.
    pub programme: &'g Programme,
    /// The framework.
    pub framework: &'g Framework,
    /// The alignments that [`Edge::Aligns`] points into.
    pub alignments: &'g [Alignment],
    graph: DiGraph<Node, Edge>,
    /// All but the statements.
    nodes: BTreeMap<Node, NodeIndex>,
    /// By module, where its first statement is; the others follow it. There are too many of them for a map.
    statements: Vec<usize>,
}

impl<'g> CurriculumGraph<'g> {
    /// Builds the graph. Alignments to tables other than `tables` are left out of it.
    pub fn new(
        framework: &'g Framework,
        tables: &[TableId],
        programme: &'g Programme,
        alignments: &'g [Alignment],
    ) -> Self {
        let (modules, statements) = (programme.modules.len(), programme.statement_count());
        let room = DiGraph::with_capacity(modules + statements, modules + statements + alignments.len());
        let (nodes, first) = (BTreeMap::new(), Vec::with_capacity(modules));
        let mut graph =
            CurriculumGraph { programme, framework, alignments, graph: room, nodes, statements: first };
        graph.add_framework(tables);
        graph.add_programme();
        graph.add_alignments();
        graph
    }

    fn node(&mut self, node: Node) -> NodeIndex {
        self.index(node).unwrap_or_else(|| {
            let index = self.graph.add_node(node);
            self.nodes.insert(node, index);
            index
        })
    }

    fn index(&self, node: Node) -> Option<NodeIndex> {
        match node {
            Node::Statement(module, at) => {
                let index = NodeIndex::new(self.statements.get(module)? + at);
                Some(index).filter(|index| self.graph.node_weight(*index) == Some(&node))
            }
            node => self.nodes.get(&node).copied(),
        }
    }

    fn join(&mut self, from: Node, edge: Edge, to: Node) {
        let (from, to) = (self.node(from), self.node(to));
        self.graph.add_edge(from, to, edge);
    }

    fn add_framework(&mut self, tables: &[TableId]) {
        let framework = self.framework;
        for (id, component) in framework.components_of(tables) {
            self.join(Node::Component(id), Edge::PartOf, Node::Domain(component.domain));
        }
        for (id, cell) in framework.cells() {
            if !tables.contains(&framework.component(cell.component).table) {
                continue;
            }
            self.join(Node::Cell(id), Edge::PartOf, Node::Component(cell.component));
            if cell.level > LevelId(0) {
                self.join(Node::Cell(id), Edge::BuildsOn, Node::Cell(CellId(id.0 - 1)));
            }
            for (indicator, _) in framework.indicators_of(id) {
                self.join(Node::Indicator(indicator), Edge::PartOf, Node::Cell(id));
            }
        }
    }

    fn add_programme(&mut self) {
        let programme = self.programme;
        for (position, module) in programme.modules.iter().enumerate() {
            let node = Node::Module(position);
            self.join(Node::Programme, Edge::Has, node);
            self.add_statements(position, module.statements.len());
            if let Choice::Group(group) = module.choice {
                self.join(node, Edge::ChosenFrom, Node::Group(group));
            }
            for required in required(&module.prerequisites) {
                self.join(node, Edge::Requires, Node::Module(required));
            }
            for required in required(&module.parallel) {
                self.join(node, Edge::TakenWith, Node::Module(required));
            }
        }
        for (position, group) in programme.groups.iter().enumerate() {
            if let Some(outer) = group.within {
                self.join(Node::Group(position), Edge::ChosenFrom, Node::Group(outer));
            }
        }
        self.add_outcomes();
    }

    fn add_statements(&mut self, module: usize, count: usize) {
        let node = self.node(Node::Module(module));
        self.statements.push(self.graph.node_count());
        for at in 0..count {
            let statement = self.graph.add_node(Node::Statement(module, at));
            self.graph.add_edge(node, statement, Edge::Has);
        }
    }

    fn add_outcomes(&mut self) {
        let programme = self.programme;
        for (position, outcome) in programme.outcomes.iter().enumerate() {
            self.join(Node::Programme, Edge::Has, Node::Outcome(position));
            for (at, claim) in outcome.cells.iter().enumerate() {
                if self.nodes.contains_key(&Node::Cell(claim.cell)) {
                    self.join(Node::Outcome(position), Edge::Serves(at), Node::Cell(claim.cell));
                }
            }
        }
        for (position, contribution) in programme.contributions.iter().enumerate() {
            let from = match contribution.statement {
                Some(statement) => Node::Statement(contribution.module, statement),
                None => Node::Module(contribution.module),
            };
            self.join(from, Edge::Contributes(position), Node::Outcome(contribution.outcome));
        }
    }

    fn add_alignments(&mut self) {
        for (position, alignment) in self.alignments.iter().enumerate() {
            if !self.nodes.contains_key(&Node::Cell(alignment.cell)) {
                continue;
            }
            let from = match alignment.statement {
                Some(statement) => Node::Statement(alignment.module, statement),
                None => Node::Module(alignment.module),
            };
            let to = alignment.indicator.map_or(Node::Cell(alignment.cell), Node::Indicator);
            self.join(from, Edge::Aligns(position), to);
        }
    }

    /// The cells of the audience's tables, in the framework's order.
    pub fn cells(&self) -> impl Iterator<Item = CellId> {
        self.nodes.keys().filter_map(|node| match node {
            Node::Cell(cell) => Some(*cell),
            _ => None,
        })
    }

    /// The alignments with `cell` or one of its indicators, by position, in their order.
    pub fn alignments_with(&self, cell: CellId) -> Vec<usize> {
        let indicators = self.framework.indicators_of(cell).map(|(id, _)| Node::Indicator(id));
        let nodes = std::iter::once(Node::Cell(cell)).chain(indicators);
        let mut found: Vec<usize> = nodes.flat_map(|node| self.aligned_into(node)).collect();
        found.sort_unstable();
        found
    }

    fn aligned_into(&self, node: Node) -> Vec<usize> {
        let Some(index) = self.index(node) else { return Vec::new() };
        let edges = self.graph.edges_directed(index, Direction::Incoming);
        edges.filter_map(|edge| alignment_of(*edge.weight())).collect()
    }

    /// The alignments of a module and its statements, by position, in their order.
    pub fn alignments_of(&self, module: usize) -> Vec<usize> {
        let statements =
            (0..self.programme.modules[module].statements.len()).map(|at| Node::Statement(module, at));
        let nodes = std::iter::once(Node::Module(module)).chain(statements);
        let indices = nodes.filter_map(|node| self.index(node));
        let edges = indices.flat_map(|index| self.graph.edges(index));
        let mut found: Vec<usize> = edges.filter_map(|edge| alignment_of(*edge.weight())).collect();
        found.sort_unstable();
        found
    }

    /// The modules a learner chooses `group` from, those of the groups within it too, in order.
    pub fn members(&self, group: usize) -> Vec<usize> {
        let mut members = Vec::new();
        let mut groups = vec![group];
        while let Some(group) = groups.pop() {
            let Some(index) = self.index(Node::Group(group)) else { continue };
            for index in self.graph.neighbors_directed(index, Direction::Incoming) {
                match self.graph[index] {
                    Node::Module(module) => members.push(module),
                    Node::Group(inner) => groups.push(inner),
                    _ => {}
                }
            }
        }
        members.sort_unstable();
        members
    }

    fn module_at(&self, index: NodeIndex) -> Option<usize> {
        match self.graph[index] {
            Node::Module(module) => Some(module),
            _ => None,
        }
    }

    /// The circles of prerequisites: modules that all require one another, directly or not. Each from its
    /// first module on, in the order of the programme.
    pub fn prerequisite_cycles(&self) -> Vec<Vec<usize>> {
        let requires = self.among_modules(|edge| edge == Edge::Requires);
        let to_itself = |module: &usize| {
            let index = NodeIndex::new(*module);
            requires.contains_edge(index, index)
        };
        let is_circle = |modules: &Vec<usize>| modules.len() > 1 || modules.iter().any(to_itself);
        let mut cycles: Vec<Vec<usize>> = tied(&requires).filter(is_circle).collect();
        cycles.sort();
        cycles
    }

    /// The modules alone, each at its position, with the edges between them that `wanted` takes: a catalogue has several
    /// statements to a module, and what is asked of modules need not walk over them.
    fn among_modules(&self, wanted: impl Fn(Edge) -> bool) -> DiGraph<(), ()> {
        let mut among = DiGraph::with_capacity(self.programme.modules.len(), 0);
        for _ in &self.programme.modules {
            among.add_node(());
        }
        for edge in self.graph.edge_references().filter(|edge| wanted(*edge.weight())) {
            if let (Some(from), Some(to)) = (self.module_at(edge.source()), self.module_at(edge.target())) {
                among.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
            }
        }
        among
    }

    /// Whether `first` must be taken before `second`, by prerequisites along any path.
    pub fn is_required_before(&self, first: usize, second: usize) -> bool {
        let requires = EdgeFiltered::from_fn(&self.graph, |edge| *edge.weight() == Edge::Requires);
        let index = |module| self.nodes[&Node::Module(module)];
        first != second && has_path_connecting(&requires, index(second), index(first), None)
    }

    /// Every node, in a fixed order.
    pub fn nodes(&self) -> impl Iterator<Item = Node> {
        let nodes: BTreeSet<Node> = self.graph.node_weights().copied().collect();
        nodes.into_iter()
    }

    /// Every edge with its ends, in a fixed order.
    pub fn edges(&self) -> Vec<(Node, Edge, Node)> {
        let edges = self.graph.edge_references();
        let mut edges: Vec<_> = edges
            .map(|edge| (self.graph[edge.source().id()], *edge.weight(), self.graph[edge.target().id()]))
            .collect();
        edges.sort_unstable();
        edges
    }

    /// The key of a node in exports: `module:SP204`, `cell:general/6.2/basic`.
    pub fn key(&self, node: Node) -> String {
        let framework = self.framework;
        match node {
            Node::Programme => format!("programme:{}", self.programme.id),
            Node::Module(at) => format!("module:{}", self.programme.modules[at].code),
            Node::Statement(module, at) => {
                format!("statement:{}/{}", self.programme.modules[module].code, at + 1)
            }
            Node::Group(at) => format!("group:{}", self.programme.groups[at].name),
            Node::Outcome(at) => format!("outcome:{}", self.programme.outcomes[at].label),
            Node::Domain(id) => format!("domain:{}", framework.domain(id).key),
            Node::Component(id) => format!("component:{}", framework.component(id).key),
            Node::Cell(id) => format!("cell:{}", framework.cell(id).key),
            Node::Indicator(id) => format!("indicator:{}", framework.indicator(id).key),
        }
    }

    /// Checks what must hold of any graph built here; returns what does not. For tests.
    #[doc(hidden)]
    pub fn verify(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let keys: BTreeSet<String> = self.nodes().map(|node| self.key(node)).collect();
        if keys.len() != self.graph.node_count() {
            wrong.push("two nodes have one key".to_owned());
        }
        for (from, edge, to) in self.edges() {
            if !is_lawful(from, edge, to) {
                wrong.push(format!("{} may not {} {}", self.key(from), edge.as_str(), self.key(to)));
            }
        }
        for cell in self.cells() {
            let is_of_cell = |at: &usize| self.alignments[*at].cell == cell;
            if !self.alignments_with(cell).iter().all(is_of_cell) {
                wrong.push(format!("{} has an alignment of another cell", self.key(Node::Cell(cell))));
            }
        }
        wrong
    }
}

/// The modules of a graph of modules alone, those that lead to one another together and in the order of the programme.
fn tied(among: &DiGraph<(), ()>) -> impl Iterator<Item = Vec<usize>> {
    // Kosaraju's way rather than Tarjan's, which petgraph walks by recursion: a long chain would end the stack.
    kosaraju_scc(among).into_iter().map(|group| {
        let mut modules: Vec<usize> = group.into_iter().map(NodeIndex::index).collect();
        modules.sort_unstable();
        modules
    })
}

/// The modules that are required. Of alternatives none is by itself.
fn required(named: &[Prerequisite]) -> impl Iterator<Item = usize> {
    named.iter().filter(|one| !one.alternative).filter_map(|one| one.module)
}

fn alignment_of(edge: Edge) -> Option<usize> {
    match edge {
        Edge::Aligns(at) => Some(at),
        _ => None,
    }
}

fn is_lawful(from: Node, edge: Edge, to: Node) -> bool {
    matches!(
        (from, edge, to),
        (Node::Programme, Edge::Has, Node::Module(_))
            | (Node::Module(_), Edge::Has, Node::Statement(..))
            | (Node::Module(_), Edge::Requires | Edge::TakenWith, Node::Module(_))
            | (Node::Module(_) | Node::Group(_), Edge::ChosenFrom, Node::Group(_))
            | (Node::Programme, Edge::Has, Node::Outcome(_))
            | (Node::Module(_) | Node::Statement(..), Edge::Contributes(_), Node::Outcome(_))
            | (Node::Outcome(_), Edge::Serves(_), Node::Cell(_))
            | (Node::Module(_) | Node::Statement(..), Edge::Aligns(_), Node::Cell(_) | Node::Indicator(_))
            | (Node::Indicator(_), Edge::PartOf, Node::Cell(_))
            | (Node::Cell(_), Edge::PartOf, Node::Component(_))
            | (Node::Cell(_), Edge::BuildsOn, Node::Cell(_))
            | (Node::Component(_), Edge::PartOf, Node::Domain(_))
    )
}
