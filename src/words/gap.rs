//! What fills the gaps of a rule's sentence.

/// One gap. `a` and `b` are the finding's two numbers; the field, the value and the medium's limits those of its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Gap {
    /// None: no further gap.
    None,
    /// The field's name.
    Field,
    /// What a URL belongs to: its field, of a voice the key it is bound by.
    Name,
    /// The name of a member that is no field, in quotes.
    Key,
    /// Where a medium or an entry of an option stands: `video_urls.0`.
    Place,
    /// What stands there: `the string "5"`, `an array of 3`.
    Found,
    /// A text that stands there, in quotes, cut where it is long; of an address only the host, since the rest may hold a secret.
    Quoted,
    /// The same of what was to be an address, be it none.
    Address,
    /// A text or number that stands there, as it is, cut where it is long.
    Short,
    /// What the field takes.
    Allowed,
    /// The request's model.
    Model,
    /// What was probably meant: a model, a field, a value.
    Meant,
    /// The fields there are.
    Fields,
    /// The models that have a field of that name.
    Homes,
    /// The ids of the models of the current generation.
    CurrentModels,
    /// The ids of all models.
    AllModels,
    /// `a`.
    A,
    /// `b`.
    B,
    /// `a - b`.
    Over,
    /// `a` milliseconds, in seconds.
    SecondsA,
    /// `b` milliseconds, in seconds.
    SecondsB,
    /// `a` milliseconds, in whole seconds, rounded up.
    CeilA,
    /// The generation mode numbered `a`.
    FrameMode,
    /// What it needs.
    Needs,
    /// What it may have.
    May,
    /// The aspect ratios that 480p takes.
    Ratios480,
    /// All qualities.
    Qualities,
    /// The qualities of the current models.
    CurrentQualities,
    /// The reference that `a` stands for: `Image 2` (see [`crate::request::references::Named`]).
    Reference,
    /// The list it is in.
    List,
    /// How the prompt names it, in quotes.
    Said,
    /// How it should.
    RightName,
    /// The number of a shot.
    Shot,
    /// Shortest length of the medium, in seconds.
    MinSeconds,
    /// Longest.
    MaxSeconds,
    /// Shortest side, in pixels.
    MinSide,
    /// Longest.
    MaxSide,
    /// Largest ratio of the sides.
    MaxRatio,
    /// Formats taken.
    Formats,
    /// The format as the facts have it, in quotes.
    FactFormat,
    /// What the address ends in, in quotes.
    Ending,
}
