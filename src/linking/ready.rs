//! Linkers as bytes: khung's own are made when it is built, and read back in a fraction of the time.

use serde::{Deserialize, Serialize};

use super::cues::Cues;
use super::{Linker, Rules, levels};
use crate::framework::Framework;
use crate::mappings::Linking;

/// What of a linker takes time to make.
#[derive(Serialize)]
struct Made<'a> {
    rules: &'a Rules,
    cues: &'a Option<Cues>,
}

#[derive(Deserialize)]
struct Read {
    rules: Rules,
    cues: Option<Cues>,
}

impl Linker {
    /// What [`Linker::ready`] takes; nothing for a linker that goes by similarity, which is quickly made.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let made = Made { rules: &self.rules, cues: &self.cues };
        postcard::to_stdvec(&made).ok().filter(|_| self.similarity.is_none())
    }

    /// The linker that `bytes` are of, for the same framework and with other thresholds; nothing if they are of none.
    pub fn ready(bytes: &[u8], framework: &Framework, settings: Linking) -> Option<Self> {
        let Read { rules, cues } = postcard::from_bytes(bytes).ok()?;
        Some(Linker { rules, cues, similarity: None, levels: levels(framework), settings })
    }
}
