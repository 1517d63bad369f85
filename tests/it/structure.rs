//! The structural metrics, against published values and against every path counted.

use khung::curriculum::{Amount, Choice, Module, Offer, Prerequisite, Programme};
use khung::framework::Framework;
use khung::graph::{CurriculumGraph, Structure};
use khung::mappings::{DEFAULT_FRAMEWORK, Mappings};
use khung::place::{Located, Place};
use proptest::prelude::*;

use crate::reports::grids;
use crate::support::{audit, csv};

/// A requisite: the module, what it requires, and how.
type Requisite = (usize, usize, Kind);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Before,
    Together,
    /// One of several prerequisites.
    Either,
}
use Kind::{Before, Either, Together};

fn framework() -> Framework {
    Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("the framework")
}

fn place() -> Place {
    Place::File { file: "made.xlsx".into() }
}

fn module(at: usize, requisites: &[Requisite]) -> Module {
    let named = |together: bool| {
        let mine =
            requisites.iter().filter(move |(of, _, kind)| *of == at && (*kind == Together) == together);
        let named = mine.map(|(_, required, kind)| Prerequisite {
            named: Located::new(format!("M{required}"), place()),
            module: Some(*required),
            alternative: *kind == Either,
        });
        named.collect()
    };
    Module {
        code: format!("M{at}"),
        title: format!("Module {at}"),
        amount: Amount::default(),
        term: None,
        choice: Choice::Compulsory,
        prerequisites: named(false),
        parallel: named(true),
        specialisation: None,
        statements: Vec::new(),
        offer: Offer::default(),
        place: place(),
    }
}

fn programme(modules: usize, requisites: &[Requisite]) -> Programme {
    Programme {
        id: "made".to_owned(),
        title: "Made".to_owned(),
        code: None,
        place: place(),
        modules: (0..modules).map(|at| module(at, requisites)).collect(),
        groups: Vec::new(),
        outcomes: Vec::new(),
        contributions: Vec::new(),
        sections: Vec::new(),
    }
}

fn structure(modules: usize, requisites: &[Requisite]) -> Structure {
    let (framework, programme) = (framework(), programme(modules, requisites));
    let graph = CurriculumGraph::new(&framework, &[], &programme, &[]);
    assert_eq!(graph.verify(), Vec::<String>::new());
    let structure = graph.structure();
    for (at, module) in structure.modules.iter().enumerate() {
        assert_eq!(graph.blocked_by(at).len(), module.blocking);
    }
    structure
}

fn delays(structure: &Structure) -> Vec<usize> {
    structure.modules.iter().map(|module| module.delay).collect()
}

fn blockings(structure: &Structure) -> Vec<usize> {
    structure.modules.iter().map(|module| module.blocking).collect()
}

/// Each module requires the one before it.
fn chain(modules: usize) -> Vec<Requisite> {
    (1..modules).map(|at| (at, at - 1, Before)).collect()
}

/// "Underwater Basket Weaving", of the tests of CurricularAnalytics.jl with their values.
#[test]
fn eight_modules_have_their_published_values() {
    let found =
        structure(8, &[(2, 0, Before), (2, 1, Before), (2, 3, Together), (4, 2, Before), (5, 3, Before)]);
    assert_eq!(delays(&found), [3, 3, 3, 3, 3, 2, 1, 1]);
    assert_eq!(blockings(&found), [2, 2, 1, 3, 0, 0, 0, 0]);
    assert_eq!((found.complexity, found.longest_path), (27, vec![0, 2, 4]));
}

/// "Postmodern Basket Weaving", of the same tests: three of its requisites are co-requisites. (Early versions of that tool
/// missed a path and had one less for the third module and the whole.)
#[test]
fn corequisites_count_as_published() {
    let requisites = [
        (1, 0, Together),
        (2, 0, Before),
        (3, 1, Before),
        (3, 2, Together),
        (4, 2, Before),
        (5, 3, Before),
        (6, 3, Together),
        (5, 6, Before),
    ];
    let found = structure(7, &requisites);
    assert_eq!(delays(&found), [5, 5, 5, 5, 3, 5, 5]);
    assert_eq!(blockings(&found), [6, 3, 4, 2, 0, 0, 1]);
    assert_eq!(found.complexity, 49);
}

/// Two curricula of four modules, with the sums that CurricularAnalytics.jl documents for its own two; the first is drawn
/// from its description alone.
#[test]
fn two_small_curricula_differ_as_documented() {
    let one_first = structure(4, &[(1, 0, Before), (2, 0, Before), (3, 2, Before)]);
    let two_first = structure(4, &[(2, 0, Before), (2, 1, Before), (3, 2, Before)]);
    assert_eq!((one_first.complexity, two_first.complexity), (15, 17));
}

#[test]
fn a_chain_grows_with_its_square() {
    for modules in [1, 2, 3, 10, 64, 65, 200] {
        let found = structure(modules, &chain(modules));
        assert_eq!(found.complexity, modules * modules + modules * (modules - 1) / 2);
        assert_eq!(found.longest_path.len(), if modules > 1 { modules } else { 0 });
    }
    let two = structure(6, &[(1, 0, Before), (2, 1, Before), (4, 3, Before), (5, 4, Before)]);
    assert_eq!((two.complexity, two.longest_path), (24, vec![0, 1, 2]));
    assert_eq!(structure(0, &[]), Structure::default());
}

#[test]
fn one_of_several_blocks_nothing() {
    let found = structure(3, &[(2, 0, Either), (2, 1, Either)]);
    assert_eq!((delays(&found), blockings(&found)), (vec![1, 1, 1], vec![0, 0, 0]));
    assert_eq!(found.longest_path, Vec::<usize>::new());
}

/// A circle is as long a step as it has modules, each of which blocks the others and what comes after.
#[test]
fn a_circle_is_one_step() {
    let mutual = structure(4, &[(1, 0, Before), (1, 2, Together), (2, 1, Together), (3, 2, Before)]);
    assert_eq!((delays(&mutual), blockings(&mutual)), (vec![4, 4, 4, 4], vec![3, 2, 2, 0]));
    assert_eq!(mutual.longest_path, [0, 1, 2, 3]);
    let faulty = structure(3, &[(0, 1, Before), (1, 2, Before), (2, 0, Before)]);
    assert_eq!((delays(&faulty), blockings(&faulty)), (vec![3, 3, 3], vec![2, 2, 2]));
    let itself = structure(1, &[(0, 0, Before)]);
    assert_eq!((delays(&itself), blockings(&itself), itself.complexity), (vec![1], vec![0], 1));
}

/// A list longer than any programme is measured without exhausting stack, memory or patience.
#[test]
fn a_list_of_twenty_thousand_is_measured() {
    let (framework, programme) = (framework(), programme_in_a_row(20_000));
    let graph = CurriculumGraph::new(&framework, &[], &programme, &[]);
    let n = 20_000;
    assert_eq!(graph.structure().complexity, n * n + n * (n - 1) / 2);
    assert_eq!(graph.prerequisite_cycles(), Vec::<Vec<usize>>::new());
}

fn programme_in_a_row(modules: usize) -> Programme {
    let mut programme = programme(0, &[]);
    let required = |at: usize| at.checked_sub(1).map(|required| (at, required, Before));
    programme.modules = (0..modules).map(|at| module(at, required(at).as_slice())).collect();
    programme
}

/// Every path of modules that goes on from `at`, along `later`, as long as it can.
fn paths(at: usize, later: &[Vec<usize>]) -> Vec<Vec<usize>> {
    if later[at].is_empty() {
        return vec![vec![at]];
    }
    let rest = later[at].iter().flat_map(|next| paths(*next, later));
    rest.map(|rest| [vec![at], rest].concat()).collect()
}

/// Requisites without a circle among up to eight modules, in any order in the list.
fn requisites() -> impl Strategy<Value = (usize, Vec<Requisite>)> {
    (1usize..=8).prop_flat_map(|modules| {
        let names = Just((0..modules).collect::<Vec<usize>>()).prop_shuffle();
        let kind = prop::sample::select(vec![None, None, Some(Before), Some(Together), Some(Either)]);
        let kinds = prop::collection::vec(kind, modules * modules);
        (names, kinds).prop_map(move |(names, kinds)| {
            let pairs = (0..modules).flat_map(|later| (0..later).map(move |earlier| (later, earlier)));
            let made = pairs.filter_map(|(later, earlier)| {
                Some((names[later], names[earlier], kinds[later * modules + earlier]?))
            });
            (modules, made.collect())
        })
    })
}

proptest! {
    /// Each figure is what it is defined as: counted over every path there is.
    #[test]
    fn figures_are_those_of_every_path_counted((modules, requisites) in requisites()) {
        let mut later = vec![Vec::new(); modules];
        for (of, required, _) in requisites.iter().filter(|(_, _, kind)| *kind != Either) {
            later[*required].push(*of);
        }
        let all: Vec<Vec<usize>> = (0..modules).flat_map(|at| paths(at, &later)).collect();
        let found = structure(modules, &requisites);
        let mut sum = 0;
        for (at, module) in found.modules.iter().enumerate() {
            let longest = all.iter().filter(|path| path.contains(&at)).map(Vec::len).max();
            prop_assert_eq!(Some(module.delay), longest);
            let from_here = all.iter().filter(|path| path[0] == at).flatten();
            let reached: std::collections::BTreeSet<&usize> = from_here.collect();
            prop_assert_eq!(module.blocking, reached.len() - 1);
            sum += module.cruciality();
        }
        prop_assert_eq!(found.complexity, sum);
        let longest = all.iter().map(Vec::len).max().filter(|length| *length > 1).unwrap_or(0);
        prop_assert_eq!(found.longest_path.len(), longest);
        prop_assert!(found.longest_path.windows(2).all(|two| later[two[0]].contains(&two[1])));
    }

    /// The order of the list changes nothing, and requisites in circles neither hang nor panic.
    #[test]
    fn the_order_of_the_list_changes_nothing(
        requisites in prop::collection::vec((0usize..8, 0usize..8, prop::sample::select(vec![Before, Together, Either])), 0..14),
        names in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let renamed: Vec<Requisite> = requisites.iter().rev().map(|(of, required, kind)| (names[*of], names[*required], *kind)).collect();
        let (found, other) = (structure(8, &requisites), structure(8, &renamed));
        prop_assert_eq!((found.complexity, found.longest_path.len()), (other.complexity, other.longest_path.len()));
        for (at, module) in found.modules.iter().enumerate() {
            prop_assert_eq!(*module, other.modules[names[at]]);
        }
    }
}

const SHEET: &str = "\
Mã HP,Tên học phần,Số TC,Học phần tiên quyết,Học phần song hành
GD101,Nhập môn giáo dục học,3,,
GD102,Tâm lí học đại cương,2,,
GD111,Giáo dục học đại cương,3,GD101; GD102,GD112
GD112,Thực hành giáo dục học,1,,
GD300,Lí luận dạy học,3,GD111,
GD214,Đánh giá trong giáo dục,3,GD112,
GD401,Triết học,3,,
GD402,Tiếng Anh,3,,
";

#[test]
fn a_sheet_gives_the_published_values_in_every_form() {
    let (_folder, path) = csv(SHEET);
    let vi = audit(&path, &[]);
    let structure = &vi.programme()["structure"];
    assert_eq!(structure["complexity"], 27);
    assert_eq!(structure["longest_path"], serde_json::json!(["GD101", "GD111", "GD300"]));
    assert_eq!(
        vi.programme()["modules"][3]["structure"],
        serde_json::json!({ "delay": 3, "blocking": 3, "cruciality": 6 })
    );
    for (report, name) in [(vi, "Cấu trúc"), (audit(&path, &["--lang", "en"]), "Structure")] {
        let sheets = grids(&report.path("coverage.xlsx"));
        let (_, sheet) = sheets.iter().find(|(sheet, _)| sheet == name).expect("the sheet");
        insta::assert_snapshot!(format!("structure {name}"), sheet);
    }
}

#[test]
fn a_programme_without_requisites_has_no_such_sheet() {
    let (_folder, path) = csv("Mã HP,Tên học phần,Số TC\nGD101,Nhập môn,3\nGD102,Tâm lí học,2\n");
    let audited = audit(&path, &[]);
    assert_eq!(audited.programme()["structure"], serde_json::json!({ "complexity": 2, "longest_path": [] }));
    assert!(grids(&audited.path("coverage.xlsx")).iter().all(|(name, _)| name != "Cấu trúc"));
}
