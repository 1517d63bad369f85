//! Linkers as bytes: khung's own are made when it is built, and read back in a fraction of the time.

use super::cues::Cues;
use super::{Linker, Rules, levels};
use crate::framework::{Framework, TableId};
use crate::mappings::{CueSource, Linking};

impl Linker {
    /// What [`Linker::ready`] takes: the rules, and then the cues. Nothing for a linker that goes by similarity, which is
    /// quickly made.
    #[allow(dead_code, reason = "it is src/build.rs that calls it")]
    pub(crate) fn to_bytes(&self) -> Option<Vec<u8>> {
        let cues = self.cues.as_ref().filter(|_| !self.rules.is_empty())?;
        let bytes = postcard::to_stdvec(&(&self.rules.set, &self.rules.verbs)).ok()?;
        postcard::to_extend(cues, bytes).ok()
    }

    /// The linker that `bytes` are of, for the same framework and with other thresholds; nothing if they are of none.
    pub(crate) fn ready(bytes: &[u8], framework: &Framework, settings: Linking) -> Option<Self> {
        let (rules, rest) = rules(bytes)?;
        let cues = postcard::from_bytes::<Cues>(rest).ok()?;
        Some(Linker { rules, cues: Some(cues), similarity: None, levels: levels(framework), settings })
    }

    /// The same with other cues, or none, for the audience of `tables`.
    pub(crate) fn ready_but_for_cues(
        bytes: &[u8],
        framework: &Framework,
        tables: &[TableId],
        cues: Option<&CueSource>,
        settings: Linking,
    ) -> Option<Self> {
        let (rules, _) = rules(bytes)?;
        let cues = cues.map(|source| Cues::new(source, framework, tables));
        Some(Linker { rules, cues, similarity: None, levels: levels(framework), settings })
    }
}

/// The rules, and the bytes of the cues.
fn rules(bytes: &[u8]) -> Option<(Rules, &[u8])> {
    let ((set, verbs), rest) = postcard::take_from_bytes(bytes).ok()?;
    Some((Rules { set, verbs }, rest))
}
