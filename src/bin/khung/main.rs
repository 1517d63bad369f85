//! The command line of khung.

mod args;
mod audit;
mod compare;
mod department;
mod evaluate;
mod explain;
mod framework;
mod inspect;
mod interrupt;
mod output;
mod plan;
mod print;
mod progress;
mod rules;
mod template;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use khung::error::Result;
use khung::report::xlsx::WRITER_THREAD;
use khung::workbook::READER_THREAD;

use args::{Action, Command};

/// An audit is made of many small pieces of text, which several threads take and let go.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command says when it is done.
pub(crate) enum Outcome {
    /// Done.
    Done,
    /// Done, but a condition the user asked to fail on holds.
    Failed,
}

fn main() -> ExitCode {
    let Command { action } = Command::parse();
    let lang = action.lang().into();
    keep_caught_panics_off_the_screen();
    interrupt::watch(lang);
    let outcome = run(&action);
    // Never let go of: whoever holds it, an end or an interruption, says how the run has ended.
    let mut unfinished = std::mem::ManuallyDrop::new(output::unfinished::lock());
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            unfinished.clear();
            print::error(&error, lang);
            ExitCode::from(2)
        }
    }
}

fn run(action: &Action) -> Result<Outcome> {
    match action {
        Action::Audit(args) => audit::run(args),
        Action::Compare(args) => compare::run(args),
        Action::Plan(args) => plan::run(args),
        Action::Inspect(args) => inspect::run(args),
        Action::Evaluate(args) => evaluate::run(args),
        Action::Explain(args) => explain::run(args),
        Action::Framework(args) => framework::run(args),
        Action::Rules(args) => rules::run(args),
        Action::Template(args) => template::run(args),
        Action::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Command::command(), "khung", &mut script);
            print::out(&String::from_utf8_lossy(&script))?;
            Ok(Outcome::Done)
        }
    }
}

/// A reader's panic on a damaged file is caught and becomes a finding; its trace helps nobody who owns
/// the file.
fn keep_caught_panics_off_the_screen() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if ![Some(READER_THREAD), Some(WRITER_THREAD)].contains(&std::thread::current().name()) {
            usual(panic);
        }
    }));
}
