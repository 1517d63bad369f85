//! An audit made ready once, for workbooks that are in memory.

use super::basis::Basis;
use super::{
    Audit, Desk, Inspection, Options, Silent, Stage, Watch, audit_programme, inputs_and_reading, inspected,
    is_report, no_curriculum,
};
use crate::error::Result;
use crate::finding::Findings;
use crate::framework::Framework;
use crate::linking::Linker;
use crate::mappings::Settings;
use crate::reading::Reading;
use crate::review::Ledger;
use crate::workbook::{Input, Workbook};

/// The data that audits go by, loaded and checked, and its rules compiled. For a program that audits often, or that has
/// its workbooks in memory ([`read_bytes`](crate::workbook::read_bytes)).
///
/// ```
/// use khung::audit::{Auditor, Options};
/// use khung::finding::Findings;
/// use khung::review::Ledger;
/// use khung::workbook::read_bytes;
///
/// # fn main() -> khung::error::Result<()> {
/// let auditor = Auditor::new(&Options::default())?;
/// let text = "Mã HP,Tên học phần,Số TC\nGD101,Tâm lý học,3\n";
/// let mut findings = Findings::default();
/// let book = read_bytes("programme.csv", text.into(), auditor.settings(), &mut findings);
/// let audit = auditor.audit(vec![book], &Ledger::default(), findings)?;
/// assert_eq!(audit.programmes[0].programme.modules[0].code, "GD101");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Auditor {
    basis: Basis,
    linker: Linker,
}

impl Auditor {
    /// Loads what `options` name, without their reviews.
    ///
    /// # Errors
    /// Faults in the data files, and what is unknown of the options.
    pub fn new(options: &Options) -> Result<Self> {
        let basis = Basis::load(options)?;
        let linker = basis.linker(options)?;
        Ok(Auditor::of(basis, linker))
    }

    pub(super) fn of(basis: Basis, linker: Linker) -> Self {
        Auditor { basis, linker }
    }

    /// The framework audited against.
    pub fn framework(&self) -> &Framework {
        &self.basis.framework
    }

    /// The limits and thresholds.
    pub fn settings(&self) -> &Settings {
        &self.basis.settings
    }

    /// Says how each sheet of `books` is understood; `findings` are those of reading them.
    pub fn inspect(&self, books: Vec<Workbook>, mut findings: Findings) -> Inspection {
        let (_, reading) = self.read(books, &mut findings);
        inspected(&self.basis, reading, findings)
    }

    /// Audits the programmes of `books`, with what people have decided; `findings` are those of reading them.
    ///
    /// # Errors
    /// [`Error::NoCurriculum`](crate::error::Error::NoCurriculum) if there is none.
    pub fn audit(&self, books: Vec<Workbook>, ledger: &Ledger, mut findings: Findings) -> Result<Audit> {
        let (inputs, reading) = self.read(books, &mut findings);
        if reading.curricula.is_empty() {
            return Err(no_curriculum(&[], &inputs, findings));
        }
        Ok(self.answers(inputs, reading, ledger, findings, &Silent))
    }

    fn read(&self, mut books: Vec<Workbook>, findings: &mut Findings) -> (Vec<Input>, Reading) {
        books.retain(|book| !is_report(book, findings));
        inputs_and_reading(books, &self.basis, findings)
    }

    pub(super) fn answers(
        &self,
        inputs: Vec<Input>,
        reading: Reading,
        ledger: &Ledger,
        mut findings: Findings,
        watch: &dyn Watch,
    ) -> Audit {
        let Reading { curricula, sheets } = reading;
        let desk = Desk {
            ledger,
            programmes: curricula
                .iter()
                .map(|c| (c.programme.title.clone(), c.programme.id.clone()))
                .collect(),
            inputs: inputs.iter().map(|input| input.sha256.clone()).collect(),
        };
        let mut programmes = Vec::new();
        watch.begin(Stage::Auditing, curricula.len());
        for curriculum in curricula {
            let audited = audit_programme(curriculum, &self.basis, &self.linker, &desk, watch, &mut findings);
            watch.done(&audited.programme.title);
            programmes.push(audited);
        }
        let Basis { framework, audience, target, policy, .. } = &self.basis;
        Audit {
            framework: framework.clone(),
            audience: audience.clone(),
            target: *target,
            policy: policy.clone(),
            reviewed: !ledger.books.is_empty(),
            inputs,
            programmes,
            findings: findings.sorted(),
            sheets,
        }
    }
}
