//! The command line of khung.

mod args;
mod audit;
mod compare;
mod department;
mod evaluate;
mod explain;
mod framework;
mod inspect;
mod output;
mod plan;
mod print;
mod progress;
mod rules;
mod template;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use khung::workbook::READER_THREAD;

use args::{Action, Command};

/// What a command says when it is done.
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, but a condition the user asked to fail on holds.
    Failed,
}

fn main() -> ExitCode {
    let command = Command::parse();
    keep_caught_panics_off_the_screen();
    let (lang, outcome) = match command.action {
        Action::Audit(args) => (args.shared.lang, audit::run(&args)),
        Action::Compare(args) => (args.shared.lang, compare::run(&args)),
        Action::Plan(args) => (args.shared.lang, plan::run(&args)),
        Action::Inspect(args) => (args.shared.lang, inspect::run(&args)),
        Action::Evaluate(args) => (args.shared.lang, evaluate::run(&args)),
        Action::Explain(args) => (args.shared.lang, explain::run(&args)),
        Action::Framework(args) => framework::run(&args),
        Action::Rules(args) => rules::run(&args),
        Action::Template(args) => (args.language.lang, template::run(&args)),
        Action::Completions { shell } => {
            clap_complete::generate(shell, &mut Command::command(), "khung", &mut std::io::stdout());
            return ExitCode::SUCCESS;
        }
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            print::error(&error, lang.into());
            ExitCode::from(2)
        }
    }
}

/// A reader's panic on a damaged file is caught and becomes a finding; its trace helps nobody who owns
/// the file.
fn keep_caught_panics_off_the_screen() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(READER_THREAD) {
            usual(panic);
        }
    }));
}
