//! How alike a statement is to what the framework asks for: for frameworks without rules and cues.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cues::stem;
use crate::framework::{ComponentId, Framework, IndicatorId, TableId};
use crate::mappings::Ring;
use crate::text::fold_words;

/// Something that compares statements with what components ask for. Links and evaluation see no more of it than this, so
/// that another way of comparing, by meaning, can stand beside the lexical one.
pub trait Similarity: std::fmt::Debug + Send + Sync {
    /// The components that `statement` is like at all, most alike first, each once.
    fn alike(&self, statement: &str) -> Vec<Alike>;
}

/// A component that a statement is like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    /// The component.
    pub component: ComponentId,
    /// Its indicator that is most alike.
    pub indicator: Option<IndicatorId>,
    /// How sure it is that the statement is evidence of the component, from 0 to 1.
    pub confidence: f64,
}

/// Likeness of words: the cosines of TF-IDF vectors over words and pairs of words, over the synonyms they belong to, in
/// either language, and, for half as much, over the pieces of words. Rare is what few indicators say, so no other text is needed.
#[derive(Debug)]
pub struct Lexical {
    words: Index,
    pieces: Index,
    meanings: Index,
    synonyms: Synonyms,
    /// What each entry of the indexes stands for.
    entries: Vec<(ComponentId, Option<IndicatorId>)>,
}

/// What pieces of words, and synonyms, count beside words.
const PIECES: f64 = 0.5;
const MEANINGS: f64 = 1.0;
/// Lengths of pieces, in letters.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;
/// From likeness to confidence, a logistic curve fitted to a published matrix of 171 course outcomes and 6 programme
/// outcomes (fixtures/labelled/README.md tells how).
const MIDDLE: f64 = 0.163;
const WIDTH: f64 = 0.076;

impl Lexical {
    /// An index of the indicators and names of the components of `tables`, in both languages, with the synonyms of `rings`.
    pub fn new(framework: &Framework, tables: &[TableId], rings: &[Ring]) -> Self {
        let mut texts = Vec::new();
        for (id, component) in framework.components_of(tables) {
            for wording in [&component.name.vi, &component.name.en] {
                texts.push(((id, None), wording));
            }
            for (level, _) in framework.levels() {
                for (indicator, known) in framework.indicators_of(framework.cell_at(id, level)) {
                    texts.extend([&known.text.vi, &known.text.en].map(|text| ((id, Some(indicator)), text)));
                }
            }
        }
        texts.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        let folded: Vec<String> = texts.iter().map(|(_, text)| fold_words(text)).collect();
        let synonyms = Synonyms::new(rings);
        Lexical {
            meanings: Index::new(folded.iter().map(|text| synonyms.of(text))),
            synonyms,
            words: Index::new(folded.iter().map(|text| words(text))),
            pieces: Index::new(folded.iter().map(|text| pieces(text))),
            entries: texts.into_iter().map(|(entry, _)| entry).collect(),
        }
    }
}

impl Similarity for Lexical {
    fn alike(&self, statement: &str) -> Vec<Alike> {
        let folded = fold_words(statement);
        let mut likeness = self.words.cosines(&words(&folded));
        for (entry, cosine) in self.pieces.cosines(&pieces(&folded)) {
            *likeness.entry(entry).or_default() += PIECES * cosine;
        }
        for (entry, cosine) in self.meanings.cosines(&self.synonyms.of(&folded)) {
            *likeness.entry(entry).or_default() += MEANINGS * cosine;
        }
        let mut best: BTreeMap<ComponentId, (f64, Option<IndicatorId>)> = BTreeMap::new();
        for (entry, sum) in likeness {
            let (component, indicator) = self.entries[entry];
            let known = best.entry(component).or_default();
            if sum > known.0 {
                *known = (sum, indicator);
            }
        }
        let mut found: Vec<Alike> = best
            .into_iter()
            .map(|(component, (sum, indicator))| Alike {
                component,
                indicator,
                confidence: confidence(sum / (1.0 + PIECES + MEANINGS)),
            })
            .collect();
        found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.component.cmp(&b.component)));
        found
    }
}

fn confidence(likeness: f64) -> f64 {
    1.0 / (1.0 + (-(likeness - MIDDLE) / WIDTH).exp())
}

/// Which rings of synonyms words and phrases belong to.
#[derive(Debug)]
struct Synonyms {
    /// By stems.
    rings: HashMap<String, Vec<String>>,
    /// Stems of the longest phrase.
    longest: usize,
}

impl Synonyms {
    fn new(rings: &[Ring]) -> Self {
        let mut synonyms = Synonyms { rings: HashMap::new(), longest: 0 };
        for ring in rings {
            for phrase in ring.vi.iter().chain(&ring.en) {
                let stems = stems(&fold_words(phrase));
                synonyms.longest = synonyms.longest.max(stems.len());
                let known = synonyms.rings.entry(stems.join(" ")).or_default();
                if !known.contains(&ring.id) {
                    known.push(ring.id.clone());
                }
            }
        }
        synonyms
    }

    /// The rings that the words of a folded text belong to, each once.
    fn of(&self, folded: &str) -> Vec<String> {
        let stems = stems(folded);
        let phrases = (1..=self.longest).flat_map(|length| stems.windows(length));
        let found = phrases.filter_map(|phrase| self.rings.get(&phrase.join(" "))).flatten();
        found.collect::<BTreeSet<_>>().into_iter().cloned().collect()
    }
}

fn stems(folded: &str) -> Vec<String> {
    folded.split(' ').map(|word| stem(word).to_owned()).collect()
}

/// TF-IDF vectors of some texts, by feature.
#[derive(Debug)]
struct Index {
    /// In which entries a feature occurs, with its weight in the vector of each, of length 1.
    entries: HashMap<String, Vec<(usize, f64)>>,
    rarity: HashMap<String, f64>,
    /// The rarity of what no entry has.
    unseen: f64,
}

impl Index {
    fn new(texts: impl Iterator<Item = Vec<String>>) -> Self {
        let counted: Vec<BTreeMap<String, usize>> = texts.map(counts).collect();
        let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
        for feature in counted.iter().flat_map(BTreeMap::keys) {
            *holders.entry(feature).or_default() += 1;
        }
        let all = counted.len() as f64;
        let rarity = |holders: usize| ((1.0 + all) / (1.0 + holders as f64)).ln() + 1.0;
        let mut index = Index {
            rarity: holders.iter().map(|(feature, held)| ((*feature).to_owned(), rarity(*held))).collect(),
            entries: HashMap::new(),
            unseen: rarity(0),
        };
        for (entry, counts) in counted.iter().enumerate() {
            for (feature, weight) in index.vector(counts) {
                index.entries.entry(feature.to_owned()).or_default().push((entry, weight));
            }
        }
        index
    }

    /// The weights of features, as a vector of length 1.
    fn vector<'a>(&self, counts: &'a BTreeMap<String, usize>) -> Vec<(&'a str, f64)> {
        let weight = |(feature, count): (&'a String, &usize)| {
            let rarity = self.rarity.get(feature).copied().unwrap_or(self.unseen);
            (feature.as_str(), (1.0 + (*count as f64).ln()) * rarity)
        };
        let mut vector: Vec<(&str, f64)> = counts.iter().map(weight).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(1e-9);
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        vector
    }

    /// The cosine with each entry that has any of the features.
    fn cosines(&self, features: &[String]) -> BTreeMap<usize, f64> {
        let mut cosines = BTreeMap::new();
        let counts = counts(features.to_vec());
        for (feature, weight) in self.vector(&counts) {
            for (entry, other) in self.entries.get(feature).into_iter().flatten() {
                *cosines.entry(*entry).or_default() += weight * other;
            }
        }
        cosines
    }
}

fn counts(features: Vec<String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for feature in features {
        *counts.entry(feature).or_default() += 1;
    }
    counts
}

/// Words that say nothing of what a statement is about.
const EMPTY: [&str; 44] = [
    "a", "an", "the", "of", "and", "or", "to", "in", "for", "with", "by", "on", "at", "from", "as", "is",
    "are", "be", "its", "their", "this", "that", "these", "those", "into", "using", "use", "it", "they",
    "va", "cua", "cho", "trong", "voi", "cac", "nhung", "duoc", "co", "la", "mot", "o", "tu", "theo", "khi",
];

/// The words of a folded text, and each two that follow each other: Vietnamese words are mostly two syllables.
fn words(folded: &str) -> Vec<String> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !EMPTY.contains(word)).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    words.iter().map(|word| (*word).to_owned()).chain(pairs).collect()
}

/// The pieces of its words, with their ends marked.
fn pieces(folded: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for word in folded.split(' ').filter(|word| !EMPTY.contains(word)) {
        let letters: Vec<char> = format!(" {word} ").chars().collect();
        for length in LENGTHS {
            pieces.extend(letters.windows(length).map(|piece| piece.iter().collect::<String>()));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mappings::{DEFAULT_FRAMEWORK, Mappings};

    #[test]
    fn an_indicator_is_most_like_itself() {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("it loads");
        let lexical = Lexical::new(&framework, &[TableId(1)], &[]);
        let cell = framework.cells().find(|(_, cell)| cell.key == "general/6.2/basic").expect("a cell").0;
        for (id, indicator) in framework.indicators_of(cell) {
            for text in
                [&indicator.text.vi, &indicator.text.en, &crate::text::strip_marks(&indicator.text.vi)]
            {
                let found = lexical.alike(text);
                assert_eq!(found[0].indicator, Some(id), "{text}");
            }
        }
    }

    #[test]
    fn synonyms_of_another_language_are_found() {
        let mappings = Mappings::embedded();
        let synonyms = Synonyms::new(&mappings.synonyms().expect("they load"));
        let teamwork = |text: &str| synonyms.of(&fold_words(text)).contains(&"teamwork".to_owned());
        assert!(
            teamwork("Work in teams") && teamwork("Phối hợp với đồng đội") && !teamwork("Giải phương trình")
        );
    }

    #[test]
    fn nothing_is_like_nothing() {
        let framework = Mappings::embedded().framework(DEFAULT_FRAMEWORK).expect("it loads");
        assert_eq!(Lexical::new(&framework, &[TableId(1)], &[]).alike(""), []);
    }
}
