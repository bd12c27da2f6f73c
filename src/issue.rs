//! What is wrong, or doubtful, with a request. The rules note a [`Finding`] each: numbers, of which words are made when somebody
//! reads them (see [`crate::words`]); said in words it is an [`Issue`], with path and advice.

use crate::catalog::Name;
use crate::words::Rule;

/// Where in a request, or beside it, something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the field, a field of `model_params` too; 0 is the request itself, and [`Place::OPTION`] and
    /// [`Place::ENTRY`] lie beside it.
    pub field: u8,
    /// Which item or member of it, counted from 0; [`Place::WHOLE`] for all of it. In a prompt, the number of a shot.
    pub item: u32,
}

impl Place {
    /// Not one of its items.
    pub const WHOLE: u32 = u32::MAX;
    /// An option, numbered by [`OPTIONS`].
    pub const OPTION: u8 = 0xFE;
    /// An entry of a price table, numbered by its cell on the options' tape.
    pub const ENTRY: u8 = 0xFF;
    /// The request itself.
    pub const ROOT: Place = Place { field: 0, item: Place::WHOLE };

    /// A field.
    pub const fn of(name: Name) -> Place {
        Place { field: name.number, item: Place::WHOLE }
    }

    /// An item or a member of a field.
    #[must_use]
    pub const fn item(self, item: usize) -> Place {
        Place { item: item as u32, ..self }
    }

    /// An option.
    pub fn option(name: &str) -> Place {
        let at = OPTIONS.iter().position(|option| *option == name).unwrap_or_default();
        Place { field: Place::OPTION, item: at as u32 }
    }
}

/// The options that are held against rules beside a request.
pub static OPTIONS: [&str; 6] =
    ["prices", "inputSeconds", "clipsPerDay", "averageSeconds", "days", "quality"];

/// One finding, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub rule: Rule,
    /// Where.
    pub place: Place,
    /// What is said of it: see the rule's sentence.
    pub a: i64,
    /// The second number.
    pub b: i64,
}

impl Finding {
    /// Whether it is no error.
    pub fn is_warning(&self) -> bool {
        self.rule as u8 >= Rule::ERRORS
    }
}

/// What was found, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// At most [`MOST_LISTED`]: errors, then warnings, each in the order found.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub omitted: usize,
}

impl Found {
    /// Whether nothing is an error.
    pub fn is_valid(&self) -> bool {
        self.findings.first().is_none_or(Finding::is_warning)
    }
}

/// How much an issue weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The API would refuse the request, or it can only be a mistake.
    Error,
    /// The API would take it, but probably not do what was meant.
    Warning,
}

/// One step of a path into a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field.
    Name(String),
    /// An array index.
    Index(usize),
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Step::Name(name.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

/// One finding, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Error or warning.
    pub severity: Severity,
    /// What kind of finding.
    pub code: Code,
    /// Where; empty for the request as a whole.
    pub path: Vec<Step>,
    /// What was found and what is allowed.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// How many findings are listed; of more, only the number is told. A page shows no more, and a body of a few kilobytes
/// must not be answered with megabytes.
pub const MOST_LISTED: usize = 50;

/// What was found, in words: errors first, so that those stay where there is too much of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// At most [`MOST_LISTED`]: errors, then warnings, each in the order found.
    pub issues: Vec<Issue>,
    /// How many more there are.
    pub omitted: usize,
}

impl Findings {
    /// Whether nothing is an error.
    pub fn is_valid(&self) -> bool {
        self.issues.first().is_none_or(|issue| issue.severity != Severity::Error)
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)*) => {
        /// The kinds of finding; a closed list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)* }
        impl Code {
            /// All of them.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];
            /// The name seen from JavaScript.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }
            /// What it means: for the types and the table in docs/errors/findings.md, which are written from here.
            pub const fn about(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii(),)* }
            }
        }
    };
}

codes! {
    /// Missing, blank or empty.
    Required = "required",
    /// No such field of this model; the hint names the nearest.
    UnknownField = "unknown_field",
    /// No such model; the hint names the nearest.
    UnknownModel = "unknown_model",
    /// Another type, or a fraction where a whole number belongs.
    WrongType = "wrong_type",
    /// Not one of the allowed values.
    InvalidValue = "invalid_value",
    /// A number, length or size outside its range.
    OutOfRange = "out_of_range",
    /// Text over its limit; a warning with `strict: false`: the server cuts it.
    TooLong = "too_long",
    /// More items than allowed.
    TooMany = "too_many",
    /// Fewer items than needed.
    TooFew = "too_few",
    /// A text with half a surrogate pair in it.
    InvalidText = "invalid_text",
    /// Not an absolute http(s) URL; of a callback, not https.
    InvalidUrl = "invalid_url",
    /// A callback host that is not public: loopback, private, link-local or otherwise special.
    ForbiddenHost = "forbidden_host",
    /// Inputs that cannot go together.
    InvalidCombination = "invalid_combination",
    /// A voice binding whose key names no reference.
    InvalidKey = "invalid_key",
    /// A file format the model does not take; a warning where only the URL's ending says so.
    UnsupportedFormat = "unsupported_format",
    /// Warning: time between two shots of the prompt that no shot covers.
    ShotGap = "shot_gap",
    /// Warning: two shots of the prompt that cover the same time.
    ShotOverlap = "shot_overlap",
    /// Warning: a shot of the prompt that ends after the video does.
    ShotPastEnd = "shot_past_end",
    /// Warning: the prompt names an image or video that is not given.
    ReferenceMissing = "reference_missing",
    /// Warning: a reference the prompt never names.
    ReferenceUnused = "reference_unused",
    /// Warning: works, but the guide advises otherwise.
    LegacyField = "legacy_field",
    /// Warning: a field that has no effect beside another.
    IgnoredField = "ignored_field",
    /// Warning: driving audio longer than the clip; its end is cut.
    AudioTruncated = "audio_truncated",
    /// Warning: driving audio shorter than the clip; the rest is silent.
    AudioTooShort = "audio_too_short",
    /// Warning: a thin prompt without `prompt_extend`.
    ShortPrompt = "short_prompt",
    /// Warning: a continuation no longer than its input; nothing is generated, and it is billed.
    NothingGenerated = "nothing_generated",
    /// Warning, of `checkMedia` and of files submitted: a medium that could not be fetched or read, so that nothing is known of it. An error where a file to be sent cannot be read at all.
    MediaUnreadable = "media_unreadable",
}
