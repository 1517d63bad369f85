//! The solver on published set covers, as text in the form of the OR-Library.

use std::time::Instant;

use super::*;

const FOLDER: &str = "fixtures/set-covering";

const LIMIT: Effort = Effort { seconds: 120.0, gap: 1e-6 };

/// What each column costs, and which columns cover each row.
#[derive(Debug, PartialEq)]
struct Cover {
    costs: Vec<f64>,
    rows: Vec<Vec<usize>>,
}

impl Cover {
    /// Rows, columns, the cost of each column; then for each row how many columns cover it, and which, from 1. Line ends
    /// mean nothing.
    fn read(text: &str) -> Option<Cover> {
        let mut numbers = text.split_whitespace().map(|word| word.parse::<usize>().ok());
        let mut next = || numbers.next().flatten();
        let (rows, columns) = (next()?, next()?);
        let costs = (0..columns).map(|_| next().map(|cost| cost as f64)).collect::<Option<_>>()?;
        let mut row = || {
            let count = next()?;
            (0..count).map(|_| next()?.checked_sub(1).filter(|column| *column < columns)).collect()
        };
        let rows = (0..rows).map(|_| row()).collect::<Option<_>>()?;
        Some(Cover { costs, rows })
    }

    fn least(&self) -> Outcome {
        let mut model = Model::default();
        let columns: Vec<Column> = self.costs.iter().map(|_| model.choice()).collect();
        for row in &self.rows {
            model.at_least(row.iter().map(|column| (columns[*column], 1.0)).collect(), 1.0);
        }
        let cost: Vec<(Column, f64)> = columns.into_iter().zip(self.costs.iter().copied()).collect();
        model.minimise(&cost, LIMIT)
    }
}

#[test]
fn covers_are_read_in_the_form_of_the_or_library() {
    let cover = Cover::read(" 2 3 \n 1 2\n 3\n 2\n 1 3\n 1 \n 2").expect("a cover");
    assert_eq!(cover, Cover { costs: vec![1.0, 2.0, 3.0], rows: vec![vec![0, 2], vec![1]] });
    assert_eq!(Cover::read("1 1 1 1 2"), None);
}

#[test]
#[allow(clippy::print_stdout, reason = "times are for whoever runs the test")]
fn covers_are_solved_to_their_published_optima() {
    let optima = std::fs::read_to_string(format!("{FOLDER}/optima.csv")).expect("optima.csv");
    let mut solved = 0;
    for line in optima.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let (name, optimum) = line.split_once(',').expect("instance,optimum");
        let text = std::fs::read_to_string(format!("{FOLDER}/{name}.txt")).expect("the instance");
        let cover = Cover::read(&text).expect("the form of the OR-Library");
        let started = Instant::now();
        let Outcome::Solved(found) = cover.least() else { panic!("{name} was not solved") };
        println!(
            "{name}: {} of {optimum} in {:.2?}, gap {:?}",
            found.objective,
            started.elapsed(),
            found.gap
        );
        assert!((found.objective - optimum.trim().parse::<f64>().expect("a number")).abs() < 1e-6, "{name}");
        assert!(found.gap.is_some_and(|gap| gap < 1e-5), "{name} is proven");
        solved += 1;
    }
    assert!(solved >= 3);
}

#[test]
fn what_cannot_be_is_said() {
    let mut model = Model::default();
    let (one, other) = (model.choice(), model.choice());
    model.at_least(vec![(one, 1.0), (other, 1.0)], 3.0);
    assert!(matches!(model.minimise(&[(one, 1.0)], LIMIT), Outcome::Infeasible));
    model = Model::default();
    model.at_least(Vec::new(), 1.0);
    assert!(matches!(model.minimise(&[], LIMIT), Outcome::Infeasible));
}
