//! The words of findings. The rules note numbers ([`Finding`](crate::issue::Finding)); words are made of them only when
//! somebody reads them, and by whoever holds the sentences: JavaScript in js/api/words.ts, Rust in [`english`]. Here stands
//! which sentence a finding is said with ([`Rule`]), and what fills its gaps (`explain`).
//!
//! Each sentence stands here in every language. The client's module holds none: scripts/tables writes them for JavaScript,
//! English into js/generated/words.ts, Chinese into a file that only `wanreel/zh` imports.

/// `Name Kind, "English" [Gaps], "Chinese";`, errors before warnings.
macro_rules! rule_table {
    (errors { $($error:ident $code:expr, $en:literal [$($gap:ident),*], $zh:literal;)* }
     warnings { $($warning:ident $wcode:expr, $wen:literal [$($wgap:ident),*], $wzh:literal;)* }) => {
        /// What a finding is said with; errors before warnings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the sentence says it")]
        pub enum Rule { $($error,)* $($warning,)* }
        impl Rule {
            /// All of them, by number.
            pub const ALL: &'static [Rule] = &[$(Rule::$error,)* $(Rule::$warning,)*];
            /// How many are errors; the others are warnings.
            pub const ERRORS: u8 = [$(Rule::$error),*].len() as u8;
            const GAPS: [[Gap; super::GAPS_MAX]; Rule::ALL.len()] =
                [$(super::gaps(&[$($gap),*]),)* $(super::gaps(&[$($wgap),*]),)*];
            /// What fills the gaps of its sentence, in their order.
            pub fn gaps(self) -> &'static [Gap] {
                static GAPS: [[Gap; super::GAPS_MAX]; Rule::ALL.len()] = Rule::GAPS;
                GAPS.get(self as usize).map_or(&[], |gaps| gaps.as_slice())
            }
            /// The kind of finding.
            pub const fn code(self) -> Code {
                match self { $(Rule::$error => $code,)* $(Rule::$warning => $wcode,)* }
            }
            /// How it is said.
            pub const fn sentence(self) -> super::Sentence {
                match self {
                    $(Rule::$error => super::Sentence { en: $en, zh: $zh },)*
                    $(Rule::$warning => super::Sentence { en: $wen, zh: $wzh },)*
                }
            }
        }
    };
}
/// `Name "English", "Chinese";`
macro_rules! phrase_table {
    ($($(#[doc = $doc:literal])+ $name:ident $en:literal, $zh:literal;)*) => {
        /// A phrase; numbered behind the rules.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Phrase { $($(#[doc = $doc])+ $name,)* }
        impl Phrase {
            /// All of them.
            pub const ALL: &'static [Phrase] = &[$(Phrase::$name,)*];
            /// How it is said.
            pub const fn sentence(self) -> super::Sentence {
                match self { $(Phrase::$name => super::Sentence { en: $en, zh: $zh },)* }
            }
        }
    };
}
mod explain;
mod gap;
mod phrases;
mod rules;
mod shown;
mod tell;

pub use explain::{Beside, explain};
pub use gap::Gap;
pub use phrases::Phrase;
pub use rules::Rule;
pub use tell::english;

/// Sentences in two languages.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// English.
    pub en: &'static str,
    /// Chinese, simplified.
    pub zh: &'static str,
}

/// Most gaps of a sentence.
pub(crate) const GAPS_MAX: usize = 5;

const fn gaps(given: &[Gap]) -> [Gap; GAPS_MAX] {
    let mut all = [Gap::None; GAPS_MAX];
    let (mut from, mut to) = (given, &mut all as &mut [Gap]);
    while let ([first, rest @ ..], [place, left @ ..]) = (from, to) {
        *place = *first;
        (from, to) = (rest, left);
    }
    all
}

impl Phrase {
    /// Its number among all sentences.
    pub const fn number(self) -> usize {
        Rule::ALL.len() + self as usize
    }
}

/// All sentences, by number: the rules', then the phrases.
pub fn sentences() -> impl Iterator<Item = Sentence> {
    let phrases = Phrase::ALL.iter().map(|phrase| phrase.sentence());
    Rule::ALL.iter().map(|rule| rule.sentence()).chain(phrases)
}
