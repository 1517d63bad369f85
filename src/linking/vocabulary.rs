//! The patterns of rules, their concepts put in, as the forms that they share.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::result::Result;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::form::Form;
use super::literal::{Literals, Seen, Told, Words};
use super::need::{Need, needs, one_of};
use super::size;
use super::text::Text;
use super::written::{Alternative, Ending, Written, parsed, with_concepts};
use crate::lang::Wording;
use crate::mappings::Concept;
use crate::text::has_marks;

/// Patterns, each known by its position, and the forms that they share.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Vocabulary {
    /// As rules have them.
    patterns: Vec<String>,
    forms: Vec<Form>,
    literals: Literals,
}

impl Vocabulary {
    /// Compiles `patterns`, in which `<name>` stands for the forms of the concept of this name. With its concepts put in and its
    /// repetitions written out, none may spell more than so many `letters`.
    ///
    /// # Errors
    /// By position, what is wrong with a pattern.
    pub(super) fn new(
        patterns: &[&str],
        concepts: &BTreeMap<&str, &Concept>,
        letters: u64,
    ) -> Result<Self, Vec<(usize, Wording)>> {
        let parsed = parsed_all(patterns, concepts);
        let mut gathered = Gathered::new(concepts, &parsed, letters);
        let read = patterns.iter().enumerate();
        let faults = read.filter_map(|(at, pattern)| Some((at, gathered.pattern(at, pattern).err()?)));
        let mut faults: Vec<(usize, Wording)> = faults.collect();
        faults.extend(gathered.faults());
        if !faults.is_empty() {
            return Err(faults);
        }
        let Gathered { forms, told, .. } = gathered;
        let told = forms.iter().map(|form| form.strict).zip(told).collect();
        let patterns = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        Ok(Vocabulary { patterns, forms, literals: Literals::new(told) })
    }

    /// A pattern as its rule has it.
    pub(super) fn written(&self, position: usize) -> &str {
        &self.patterns[position]
    }

    /// How many patterns there are.
    pub(super) fn len(&self) -> usize {
        self.patterns.len()
    }

    pub(super) fn form(&self, form: usize) -> &Form {
        &self.forms[form]
    }

    /// The forms that `text` has and may have.
    pub(super) fn seen(&self, text: &Text) -> Seen {
        self.literals.seen(text)
    }
}

type Parsed<'a> = BTreeMap<&'a str, Result<Vec<Alternative>, Wording>>;

fn texts_of(concept: &Concept) -> Vec<&str> {
    concept.vi.iter().chain(&concept.en).map(String::as_str).collect()
}

/// The alternatives of `patterns` and of the concepts that they use. That they are regular expressions takes a while to see, so
/// all cores look.
fn parsed_all<'a>(patterns: &[&'a str], concepts: &BTreeMap<&'a str, &'a Concept>) -> Parsed<'a> {
    let (mut all, mut known) = (Parsed::new(), BTreeSet::new());
    let mut next: Vec<&'a str> = patterns.to_vec();
    while !next.is_empty() {
        let read: Vec<_> = next.par_iter().map(|text| (*text, parsed(text))).collect();
        let alternatives = read.iter().filter_map(|(_, read)| read.as_ref().ok()).flatten();
        let named: BTreeSet<String> = alternatives.flat_map(Alternative::concepts).cloned().collect();
        let new = concepts.iter().filter(|(name, _)| named.contains(**name) && known.insert(**name));
        next = new.flat_map(|(_, concept)| texts_of(concept)).collect();
        all.extend(read);
    }
    all
}

/// What is gathered while patterns are put together.
struct Gathered<'a> {
    concepts: &'a BTreeMap<&'a str, &'a Concept>,
    parsed: &'a Parsed<'a>,
    letters: u64,
    known: BTreeMap<&'a str, Rc<ConceptForms>>,
    sources: Vec<Source>,
    /// By text.
    positions: BTreeMap<&'a str, usize>,
    /// By source, and whether diacritics count.
    made: BTreeMap<(usize, bool), usize>,
    forms: Vec<Form>,
    told: Vec<Told>,
}

/// A form, its concepts put in.
struct Source {
    text: String,
    need: Need,
    letters: u64,
    marked: bool,
    /// The words that it is, if it is nothing else.
    words: Option<Words>,
    /// How many concepts stand in each other in it.
    height: usize,
}

/// A concept, its own concepts put in.
struct ConceptForms {
    sources: Vec<usize>,
    text: String,
    need: Need,
    letters: u64,
    /// How many concepts stand in each other, it being one.
    height: usize,
}

/// Concepts may use concepts, but not in a circle: no sensible vocabulary is deeper than this.
const DEEPEST: usize = 8;

fn not_too_deep(concepts: usize) -> Result<(), Wording> {
    let too_deep = || {
        Wording::new(
            format!("các khái niệm gọi nhau vòng tròn, hoặc sâu quá {DEEPEST} tầng"),
            format!("concepts refer to each other in a circle, or more than {DEEPEST} deep"),
        )
    };
    if concepts > DEEPEST { Err(too_deep()) } else { Ok(()) }
}

fn no_concept(name: &str) -> Wording {
    Wording::new(format!("không có khái niệm <{name}>"), format!("no concept <{name}>"))
}

fn no_forms(name: &str) -> Wording {
    Wording::new(format!("khái niệm <{name}> không có dạng nào"), format!("concept <{name}> has no forms"))
}

impl<'a> Gathered<'a> {
    fn new(concepts: &'a BTreeMap<&'a str, &'a Concept>, parsed: &'a Parsed<'a>, letters: u64) -> Self {
        let (known, sources, positions, made, forms, told) = Default::default();
        Gathered { concepts, parsed, letters, known, sources, positions, made, forms, told }
    }

    /// Makes the forms of the `pattern` at `position`.
    fn pattern(&mut self, position: usize, pattern: &'a str) -> Result<(), Wording> {
        let sources: BTreeSet<usize> = self.sources_of(&[pattern], 0)?.into_iter().collect();
        let strict = sources.iter().any(|source| self.sources[*source].marked);
        for source in sources {
            let form = self.form(source, strict);
            self.forms[form].patterns.push(position);
        }
        Ok(())
    }

    /// What is wrong with forms once their concepts are put in, by pattern.
    fn faults(&self) -> Vec<(usize, Wording)> {
        let asked = self.forms.par_iter().zip(&self.told).filter(|(_, told)| matches!(told, Told::Needs(_)));
        asked.filter_map(|(form, _)| Some((*form.patterns.first()?, form.fault()?))).collect()
    }

    fn form(&mut self, position: usize, strict: bool) -> usize {
        *self.made.entry((position, strict)).or_insert_with(|| {
            let source = &self.sources[position];
            self.told.push(match &source.words {
                Some(words) => Told::Words(words.clone()),
                None => Told::Needs(source.need.clone().clauses()),
            });
            self.forms.push(Form::new(source.text.clone(), strict));
            self.forms.len() - 1
        })
    }

    /// The sources of some alternatives, together not too large.
    fn sources_of(&mut self, texts: &[&'a str], depth: usize) -> Result<Vec<usize>, Wording> {
        let mut sources = Vec::new();
        for alternatives in texts.iter().filter_map(|text| self.parsed.get(text)) {
            for alternative in alternatives.as_ref().map_err(Wording::clone)? {
                match alternative {
                    Alternative::Concept(name) => sources.extend(&self.concept(name, depth)?.sources),
                    Alternative::Form(written) => sources.push(self.source(written, depth)?),
                }
                self.fits(sources.len() as u64)?;
            }
        }
        let each = || sources.iter().map(|source| &self.sources[*source]);
        self.fits(each().map(|source| source.letters).fold(0, u64::saturating_add))?;
        self.fits(each().map(|source| source.text.len() as u64 + 1).sum())?;
        Ok(sources)
    }

    fn fits(&self, letters: u64) -> Result<(), Wording> {
        if letters > self.letters { Err(size::too_large(self.letters)) } else { Ok(()) }
    }

    fn concept(&mut self, name: &str, depth: usize) -> Result<Rc<ConceptForms>, Wording> {
        if let Some(known) = self.known.get(name) {
            return not_too_deep(depth + known.height).map(|()| Rc::clone(known));
        }
        not_too_deep(depth + 1)?;
        let (name, concept) = self.concepts.get_key_value(name).ok_or_else(|| no_concept(name))?;
        let sources = self.sources_of(&texts_of(concept), depth + 1)?;
        let each = || sources.iter().map(|source| &self.sources[*source]);
        let highest = each().map(|source| source.height).max();
        let height = highest.ok_or_else(|| no_forms(name))? + 1;
        not_too_deep(depth + height)?;
        let known = Rc::new(ConceptForms {
            text: each().map(|source| format!("(?:{})", source.text)).collect::<Vec<_>>().join("|"),
            height,
            need: one_of(each().map(|source| source.need.clone())),
            letters: each().map(|source| source.letters).sum(),
            sources,
        });
        self.known.insert(name, Rc::clone(&known));
        Ok(known)
    }

    fn source(&mut self, written: &'a Written, depth: usize) -> Result<usize, Wording> {
        if let Some(position) = self.positions.get(written.text.as_str()) {
            return Ok(*position);
        }
        let named = written.concepts.iter().map(|name| self.concept(name, depth));
        let named: Vec<Rc<ConceptForms>> = named.collect::<Result<_, _>>()?;
        let letters = size::letters(&written.hir, &|group| Some(named[written.concept(group)?].letters));
        self.fits(letters)?;
        self.fits(named.iter().map(|concept| concept.text.len() as u64).sum())?;
        let mut texts = named.iter();
        let text = with_concepts(&written.text, |_| {
            let text = texts.next().map_or("", |concept| &concept.text);
            format!(r"(?:\b(?:{text})\b)")
        });
        self.fits(text.len() as u64)?;
        let mut need = needs(&written.hir, &|group| Some(named[written.concept(group)?].need.clone()));
        let words = need.words().filter(|_| written.is_words());
        let words = words.map(|forms| Words { forms: forms.clone(), ending: written.ending });
        if written.ending != Ending::Fixed {
            need = Need::All(need.clauses());
        }
        let marked = has_marks(&text);
        let height = named.iter().map(|concept| concept.height).max().unwrap_or(0);
        self.sources.push(Source { text, need, letters, marked, words, height });
        self.positions.insert(&written.text, self.sources.len() - 1);
        Ok(self.sources.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let vocabulary = Vocabulary::new(&[pattern], &BTreeMap::new(), 1000).expect("a regular expression");
        Text::new(text, &vocabulary).has(0)
    }

    fn fault(pattern: &str, concepts: &[(&str, &str)]) -> String {
        let concepts = concepts.iter().map(|(id, form)| Concept {
            id: (*id).into(),
            vi: vec![(*form).into()],
            ..Concept::default()
        });
        let concepts: Vec<Concept> = concepts.collect();
        let concepts = concepts.iter().map(|concept| (concept.id.as_str(), concept)).collect();
        let made = Vocabulary::new(&[pattern], &concepts, 1000);
        made.err().map(|faults| faults[0].1.en.clone()).unwrap_or_default()
    }

    #[test]
    fn diacritics_count_where_the_text_has_them() {
        assert!(matches("đạo đức", "Đạo đức AI"));
        assert!(matches("đạo đức", "DAO DUC AI"));
        assert!(!matches("đạo đức", "con dao đục gỗ"));
        assert!(!matches(r"đạo đức\w*", "con dao đục gỗ"));
        assert!(matches("đạo đức|an toàn", "an toàn") && !matches("an|đạo đức", "ăn cơm"));
        assert!(matches("an", "ăn cơm"), "a pattern that has no diacritics asks for none");
    }

    #[test]
    fn what_has_no_byte_of_its_own_is_met_by_what_is_plain() {
        assert!(matches("đào tạo [–-] bồi dưỡng", "đào tạo – bồi dưỡng"));
        assert!(matches(r#"(?:học|dạy) [“"]số[”"] \w+"#, "dạy “số” gì"));
    }

    #[test]
    fn words_of_one_beginning_are_told_apart() {
        let patterns = ["assessment", "assessments", "assessment tools?", "assessing"];
        let vocabulary = Vocabulary::new(&patterns, &BTreeMap::new(), 1000).expect("patterns");
        let has = |text: &str| {
            let text = Text::new(text, &vocabulary);
            [0, 1, 2, 3].map(|at| text.has(at))
        };
        assert_eq!(has("an assessment tool"), [true, false, true, false]);
        assert_eq!(has("assessments"), [false, true, false, false]);
        assert_eq!(has("reassessing, assessin"), [false; 4]);
    }

    #[test]
    fn each_part_of_a_form_is_needed() {
        let vocabulary = Vocabulary::new(&[r"hướng dẫn(?: \S+){0,3} đồng nghiệp"], &BTreeMap::new(), 1000);
        let vocabulary = vocabulary.expect("a pattern");
        let possible = |text: &str| Text::new(text, &vocabulary).seen().possible.len();
        assert_eq!([possible("hướng dẫn trẻ"), possible("hướng dẫn các đồng nghiệp")], [0, 1]);
    }

    #[test]
    fn both_spellings_match() {
        assert!(matches("kĩ năng số", "Kỹ năng số"));
        assert!(matches("kĩ năng số", "ky nang so"));
        assert!(matches("số hóa", "số hoá bài giảng"));
        assert!(matches("số hóa", "so\u{302}\u{301} hoa\u{301} bài giảng"));
    }

    #[test]
    fn words_are_whole_and_case_can_be_asked_for() {
        assert!(!matches("lms", "films"));
        assert!(matches("(?-i:AI)", "dùng AI để"));
        assert!(!matches("(?-i:AI)", "cho ai"));
    }

    #[test]
    fn words_end_with_marked_letters_too() {
        assert!(!matches("số h", "số hóa"));
        assert!(matches(r"số \w+", "số hóa"));
        assert!(matches("ĐỒNG NGHIỆP", "đồng nghiệp"));
        assert!(matches("bài giảng – E-Learning", "Bài giảng – e-learning"));
        assert!(matches("français", "Français") && !matches("bài – giảng", "bãi – giảng"));
        assert!(matches(r"c\+\+", "c++a") && !matches(r"c\+\+", "c++"), "where the edge of a word is");
    }

    #[test]
    fn a_last_word_may_go_on() {
        assert!(matches(r"đánh giá\w*|assess\w*", "Assessments") && matches(r"assess\w*", "to assess"));
        assert!(matches(r"technolog\w+", "new technologies") && !matches(r"technolog\w+", "a technolog"));
        assert!(matches(r"(?:new|old) technolog\w+ use", "old technology use"));
        let vocabulary = Vocabulary::new(&[r"a\w+"], &BTreeMap::new(), 1000).expect("a pattern");
        assert_eq!(Text::new("To assess, once", &vocabulary).find(0), Some(3..9));
    }

    #[test]
    fn what_is_no_regular_expression_is_said() {
        assert!(!fault("(", &[]).is_empty() && !fault("a)|(b", &[]).is_empty());
        assert!(!fault("(?=a)", &[]).is_empty());
        assert!(!fault("[aß]", &[]).is_empty(), "it would never match plain letters");
        assert!(!fault("(?:(?:a{1000}){1000}){1000}", &[]).is_empty(), "it would take all memory");
    }

    #[test]
    fn what_is_wrong_once_concepts_are_put_in_is_said() {
        assert!(!fault(r"(?x)a\d # note", &[]).is_empty());
        assert!(!fault("x[<c>]", &[("c", "a")]).is_empty());
        assert!(!fault("<c> <c>", &[("c", "(?P<x>a)b")]).is_empty());
        assert!(fault("<c>", &[("c", "<d>")]).contains("no concept <d>"));
    }

    #[test]
    fn a_concept_is_repeated_whole() {
        let concept =
            Concept { id: "c".into(), vi: vec!["rất ".into(), "hơi ".into()], ..Concept::default() };
        let concepts = BTreeMap::from([("c", &concept)]);
        let vocabulary = Vocabulary::new(&["(?:<c> )?hay"], &concepts, 1000).expect("a pattern");
        let found = |text: &str| Text::new(text, &vocabulary).find(0);
        assert_eq!([found("rất hay"), found("hay"), found("mới")], [Some(0..7), Some(0..3), None]);
    }

    #[test]
    fn circles_and_strangers_are_said() {
        assert!(fault("<a>", &[("a", "<a> b")]).contains("circle"));
        assert!(fault("x <b>", &[]).contains("no concept <b>"));
        assert_eq!(fault("<a>", &[("a", "b <c>"), ("c", "d|e")]), "");
    }

    #[test]
    fn how_deep_concepts_stand_is_told_whatever_is_read_first() {
        let of = |n: usize| Concept {
            id: format!("c{n}"),
            vi: vec![format!("<c{}> b", n + 1)],
            ..Concept::default()
        };
        let mut concepts: Vec<Concept> = (0..9).map(of).collect();
        concepts.push(Concept { id: "c9".into(), vi: vec!["a".into()], ..Concept::default() });
        let concepts = concepts.iter().map(|concept| (concept.id.as_str(), concept)).collect();
        let faulty = |patterns: &[&str]| {
            let made = Vocabulary::new(patterns, &concepts, 1000);
            made.err()
                .unwrap_or_default()
                .into_iter()
                .map(|(at, _)| patterns[at].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(faulty(&["x <c1>", "x <c2>", "<c9>"]), ["x <c1>"]);
        assert_eq!(faulty(&["<c9>", "<c5>", "x <c2>", "x <c1>"]), ["x <c1>"]);
        assert_eq!(faulty(&["<c2> b", "<c1>"]), ["<c1>"]);
    }

    #[test]
    fn concepts_that_grow_without_end_are_refused() {
        let times = |of: &str| of.repeat(20);
        let [b, c, d] = ["<a>", "<b>", "<c>"].map(times);
        let concepts = [("a", "x"), ("b", &b), ("c", &c), ("d", &d)];
        assert_eq!(fault("<b>", &concepts), "");
        assert!(fault("<d>", &concepts).contains("1000 letters"));
        assert!(fault("<d>", &[("a", ""), ("b", &b), ("c", &c), ("d", &d)]).contains("1000 letters"));
    }
}
