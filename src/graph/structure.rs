//! How requisites tie the modules of a programme together, after Heileman, Abdallah, Slim and Hickman, *Curricular
//! Analytics: A Framework for Quantifying the Impact of Curricular Reforms and Pedagogical Innovations* (2018,
//! arXiv:1811.09676).
//!
//! The requisite graph is theirs: a vertex for each module of the list, and an edge from a module to each that names it,
//! be it as prerequisite or as co-requisite. Where they say nothing:
//!
//! - Of alternatives (*A hoặc B*) none is required by itself, so none has an edge: to fail one of them blocks nothing.
//!   (CurricularAnalytics.jl has its user pick one; to get its figures, write that one alone.)
//! - Modules that require one another, in a faulty circle or as mutual co-requisites, are one step of a path, as long as
//!   they are many, and each of them blocks the others. A module that requires itself is as one that does not.
//! - Electives count like any module of the list, so that a list with many is more complex than what one learner takes.
//!   Nor is a sum reduced for terms shorter than a semester.

use petgraph::unionfind::UnionFind;
use petgraph::visit::{Dfs as Walk, EdgeFiltered, EdgeRef, Reversed};

use super::{CurriculumGraph, Edge, Node, tied};

/// The structural metrics of a programme (Heileman et al. 2018).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// Those of its modules, by position.
    pub modules: Vec<ModuleStructure>,
    /// Structural complexity of the programme: the sum of all [`ModuleStructure::cruciality`].
    pub complexity: usize,
    /// The modules of the longest chain of requisites, from the first to be taken on; of several as long, the one that
    /// stands first in the list. Empty where no module requires another.
    pub longest_path: Vec<usize>,
}

/// The structural metrics of a module (Heileman et al. 2018).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModuleStructure {
    /// Delay factor: how many modules are on the longest chain of requisites through it, itself included.
    pub delay: usize,
    /// Blocking factor: how many modules cannot be taken unless it is, directly or not.
    pub blocking: usize,
}

impl ModuleStructure {
    /// Structural complexity of the module, delay factor and blocking factor added up; Slim et al., *Network Analysis
    /// of University Courses* (2014), call it cruciality.
    pub fn cruciality(self) -> usize {
        self.delay + self.blocking
    }

    /// Whether it requires a module or is required by one.
    pub fn is_tied(self) -> bool {
        self.delay > 1
    }
}

impl CurriculumGraph<'_> {
    /// Delay and blocking factor of every module, and the complexity of the whole (Heileman et al. 2018).
    ///
    /// ```
    /// # use khung::audit::{Options, audit};
    /// # fn main() -> khung::error::Result<()> {
    /// let audit = audit(&["fixtures/made/teacher-college.xlsx".into()], &Options::default())?;
    /// let structure = audit.graph(&audit.programmes[0]).structure();
    /// let longest = structure.modules.iter().map(|module| module.delay).max();
    /// assert_eq!(longest, Some(structure.longest_path.len()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn structure(&self) -> Structure {
        let steps = self.steps();
        let (before, after, reach) = (steps.before(), steps.after(), steps.reach());
        let module = |step: &usize| ModuleStructure {
            delay: before[*step] + after[*step] - steps.size(*step),
            blocking: reach[*step] - 1,
        };
        let modules: Vec<ModuleStructure> = steps.of.iter().map(module).collect();
        let complexity = modules.iter().map(|module| module.cruciality()).sum();
        Structure { modules, complexity, longest_path: steps.longest(&before, &after) }
    }

    /// The modules that [`ModuleStructure::blocking`] counts for `module`, in the order of the programme.
    pub fn blocked_by(&self, module: usize) -> Vec<usize> {
        let requisites = EdgeFiltered::from_fn(&self.graph, |edge| is_requisite(*edge.weight()));
        let later = Reversed(&requisites);
        let mut walk = Walk::new(later, self.nodes[&Node::Module(module)]);
        let mut blocked = Vec::new();
        while let Some(index) = walk.next(later) {
            blocked.extend(self.module_at(index).filter(|other| *other != module));
        }
        blocked.sort_unstable();
        blocked
    }

    fn steps(&self) -> Steps {
        let requisites = self.among_modules(is_requisite);
        // Each module with one that it requires.
        let pairs = requisites.edge_references().map(|edge| (edge.source().index(), edge.target().index()));
        Steps::new(tied(&requisites).collect(), &pairs.collect::<Vec<_>>())
    }
}

fn is_requisite(edge: Edge) -> bool {
    matches!(edge, Edge::Requires | Edge::TakenWith)
}

/// The modules in steps, those that require one another in one, so that no step comes round to itself.
struct Steps {
    /// The modules of each step; what a step requires stands before it.
    modules: Vec<Vec<usize>>,
    /// The step of each module.
    of: Vec<usize>,
    /// The steps that each requires.
    needs: Vec<Vec<usize>>,
    /// The steps that require each.
    opens: Vec<Vec<usize>>,
}

impl Steps {
    fn new(modules: Vec<Vec<usize>>, requisites: &[(usize, usize)]) -> Self {
        let mut of = vec![0; modules.iter().map(Vec::len).sum()];
        for (step, members) in modules.iter().enumerate() {
            members.iter().for_each(|module| of[*module] = step);
        }
        let (mut needs, mut opens) = (vec![Vec::new(); modules.len()], vec![Vec::new(); modules.len()]);
        for (module, required) in requisites {
            let (later, earlier) = (of[*module], of[*required]);
            if later != earlier {
                needs[later].push(earlier);
                opens[earlier].push(later);
            }
        }
        Steps { modules, of, needs, opens }
    }

    fn size(&self, step: usize) -> usize {
        self.modules[step].len()
    }

    /// How many modules are on the longest chain that ends with each step.
    fn before(&self) -> Vec<usize> {
        let mut before = vec![0; self.modules.len()];
        for step in 0..before.len() {
            let longest = self.needs[step].iter().map(|earlier| before[*earlier]).max();
            before[step] = self.size(step) + longest.unwrap_or(0);
        }
        before
    }

    /// How many are on the longest that begins with it.
    fn after(&self) -> Vec<usize> {
        let mut after = vec![0; self.modules.len()];
        for step in (0..after.len()).rev() {
            let longest = self.opens[step].iter().map(|later| after[*later]).max();
            after[step] = self.size(step) + longest.unwrap_or(0);
        }
        after
    }

    /// How many modules are in each step or require it, directly or not.
    fn reach(&self) -> Vec<usize> {
        let (mut reach, mut marks) = (vec![0; self.modules.len()], vec![0u64; self.modules.len()]);
        for steps in self.tied() {
            let modules: Vec<usize> = steps.iter().flat_map(|step| vec![*step; self.size(*step)]).collect();
            // A bit for each of 64 modules at a time: linear in memory, and quick on the longest list.
            for some in modules.chunks(64) {
                steps.iter().for_each(|step| marks[*step] = 0);
                some.iter().enumerate().for_each(|(bit, step)| marks[*step] |= 1 << bit);
                for step in steps.iter().rev() {
                    let later = self.opens[*step].iter().map(|later| marks[*later]);
                    marks[*step] = later.fold(marks[*step], |all, later| all | later);
                    reach[*step] += marks[*step].count_ones() as usize;
                }
            }
        }
        reach
    }

    /// The steps that have anything to do with each other, each group in order.
    fn tied(&self) -> Vec<Vec<usize>> {
        let mut groups = UnionFind::new(self.modules.len());
        for (step, opens) in self.opens.iter().enumerate() {
            for later in opens {
                groups.union(step, *later);
            }
        }
        let groups: Vec<usize> = groups.into_labeling();
        let mut steps: Vec<usize> = (0..groups.len()).collect();
        steps.sort_by_key(|step| groups[*step]);
        steps.chunk_by(|a, b| groups[*a] == groups[*b]).map(<[usize]>::to_vec).collect()
    }

    /// The modules of the longest chain, as [`Structure::longest_path`] has them.
    fn longest(&self, before: &[usize], after: &[usize]) -> Vec<usize> {
        let longest = after.iter().copied().max().filter(|modules| *modules > 1);
        let first = |steps: &mut dyn Iterator<Item = usize>| steps.min_by_key(|step| self.modules[*step][0]);
        let is_first = |step: &usize| before[*step] == self.size(*step) && Some(after[*step]) == longest;
        let mut next = first(&mut (0..after.len()).filter(is_first));
        let mut path = Vec::new();
        while let Some(step) = next {
            path.extend(&self.modules[step]);
            let rest = after[step] - self.size(step);
            next = first(&mut self.opens[step].iter().copied().filter(|later| after[*later] == rest));
        }
        path
    }
}
