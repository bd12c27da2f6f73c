//! The names of all fields, and their numbers.

/// What a field is called, and its number: stable over releases, never given to another name, so that the tape and other
/// binary forms may use it. A new field takes the next; the number of one that went is not used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// From 1 on.
    pub number: u8,
    /// As it stands in JSON.
    pub text: &'static str,
}

macro_rules! names {
    ($($number:literal $name:ident $text:literal;)*) => {
        $(#[doc = concat!("`", $text, "`.")] pub const $name: Name = Name { number: $number, text: $text };)*
        /// Each as it stands before its value in JSON, by number.
        static KEYS: &[&str; COUNT] = &["", $(concat!("\"", $text, "\":")),*];
        /// How many numbers there are, with 0, which is no field's.
        pub const COUNT: usize = [$($number),*].len() + 1;
    };
}

names! {
    1 MODEL "model";
    2 PROMPT "prompt";
    3 GENERATION_MODE "generation_mode";
    4 NEGATIVE_PROMPT "negative_prompt";
    5 IMAGE_START "image_start";
    6 IMAGE_END "image_end";
    7 IMAGE_URLS "image_urls";
    8 VIDEO_URLS "video_urls";
    9 AUDIO_URLS "audio_urls";
    10 AUDIO_URL "audio_url";
    11 MODEL_PARAMS "model_params";
    12 VOICE_BINDINGS "voice_bindings";
    13 SHOT_TYPE "shot_type";
    14 QUALITY "quality";
    15 ASPECT_RATIO "aspect_ratio";
    16 DURATION "duration";
    17 SEED "seed";
    18 PROMPT_EXTEND "prompt_extend";
    19 GENERATE_AUDIO "generate_audio";
    20 KEEP_ORIGINAL_SOUND "keep_original_sound";
    21 CALLBACK_URL "callback_url";
}

/// As it stands before its value in JSON, `"model":`; empty where there is none.
pub fn field_key(number: u8) -> &'static str {
    KEYS.get(usize::from(number)).copied().unwrap_or_default()
}

/// The name with that number; empty where there is none.
pub fn field_name(number: u8) -> &'static str {
    unquoted(field_key(number))
}

/// Whether that is the name with that number.
pub fn is_field_name(number: u8, text: &str) -> bool {
    is_of(field_key(number), text)
}

/// Most names differ in their length already.
fn is_of(key: &str, text: &str) -> bool {
    key.len() == text.len() + QUOTES && unquoted(key) == text
}

/// The two quotes and the colon of a key.
const QUOTES: usize = 3;

fn unquoted(key: &str) -> &str {
    key.get(1..key.len().saturating_sub(QUOTES - 1)).unwrap_or_default()
}

/// The number of that name; 0 where no field has it.
pub fn field_number(text: &str) -> u8 {
    // The first, which is empty, is no field's.
    KEYS.iter().skip(1).position(|key| is_of(key, text)).map_or(0, |at| at as u8 + 1)
}

/// Whether that is a field of `model_params`.
pub fn is_param(number: u8) -> bool {
    number == VOICE_BINDINGS.number || number == SHOT_TYPE.number
}
