//! What rows of the catalogue must have in common.

use std::collections::{BTreeMap, BTreeSet};

use wanreel::catalog::{FRAME_INPUTS, FRAME_SHAPES, Field, Format, GENERATION_MODES, Kind, MODELS, model};

/// The numbers given so far. One that is changed or given anew makes stored bytes mean another field: add, never edit.
const NUMBERS: [(u8, &str); 21] = [
    (1, "model"),
    (2, "prompt"),
    (3, "generation_mode"),
    (4, "negative_prompt"),
    (5, "image_start"),
    (6, "image_end"),
    (7, "image_urls"),
    (8, "video_urls"),
    (9, "audio_urls"),
    (10, "audio_url"),
    (11, "model_params"),
    (12, "voice_bindings"),
    (13, "shot_type"),
    (14, "quality"),
    (15, "aspect_ratio"),
    (16, "duration"),
    (17, "seed"),
    (18, "prompt_extend"),
    (19, "generate_audio"),
    (20, "keep_original_sound"),
    (21, "callback_url"),
];

fn each(fields: &'static [Field], see: &mut impl FnMut(&'static Field)) {
    for field in fields {
        see(field);
        if let Kind::Object(fields) = &field.kind {
            each(fields, see);
        }
    }
}

#[test]
fn a_fields_number_is_its_names_for_good() {
    let mut numbers: BTreeMap<u8, BTreeSet<&str>> = BTreeMap::new();
    for model in MODELS {
        each(model.fields, &mut |field| {
            numbers.entry(field.number).or_default().insert(field.name);
        });
    }
    for (number, names) in &numbers {
        assert_eq!(names.len(), 1, "{number} is the number of {names:?}");
    }
    for (number, name) in NUMBERS {
        assert_eq!(numbers.get(&number), Some(&BTreeSet::from([name])), "{number} was given to {name}");
    }
    let names: BTreeSet<_> = numbers.values().flatten().collect();
    assert_eq!(names.len(), numbers.len(), "a name has two numbers");
}

#[test]
fn models_name_models() {
    for row in MODELS {
        assert!(row.id.starts_with(row.generation.name), "{}", row.id);
        assert!(!row.prices.is_empty(), "{} has no price", row.id);
        // A fallback that went in a circle would never end; a video of another mode is another video.
        let before: Vec<_> = wanreel::fallback::chain(row).take(MODELS.len()).collect();
        assert!(before.len() < MODELS.len(), "the predecessors of {} go in a circle", row.id);
        for name in [row.predecessor, row.successor].into_iter().flatten() {
            assert_eq!(model(name).map(|other| other.mode), Some(row.mode), "{} names {name}", row.id);
        }
    }
}

#[test]
fn shapes_are_the_modes() {
    assert_eq!(FRAME_SHAPES.each_ref().map(|shape| shape.mode).as_slice(), GENERATION_MODES);
    for shape in &FRAME_SHAPES {
        assert!(shape.needs.iter().chain([&shape.may]).all(|name| FRAME_INPUTS.contains(name)));
    }
}

/// One row a format: an ending, a media type and a beginning tell one format each, and what a field takes can be sent.
#[test]
fn formats() {
    let mut endings = BTreeSet::new();
    let mut types = BTreeSet::new();
    let mut beginnings = Vec::new();
    for &format in Format::ALL {
        for &ending in format.endings() {
            assert!(endings.insert(ending), "{ending} is the ending of two formats");
            assert_eq!(ending, ending.to_ascii_lowercase());
            assert_eq!(Format::of_ending(&ending.to_ascii_uppercase()), Some(format));
        }
        beginnings.extend(format.magic());
        let Some(sent) = format.sent() else { continue };
        for media_type in sent.also.iter().chain([&sent.media_type]) {
            assert!(types.insert(*media_type), "{media_type} is the type of two formats");
        }
        assert!(!format.endings().is_empty(), "{}: what is sent has a name", format.name());
        // Its beginning is said once: in bytes, else as a pattern.
        assert_eq!(sent.begins.is_some(), format.magic().is_empty(), "{}", format.name());
    }
    for (index, (first, place, second)) in beginnings.iter().enumerate() {
        for (other, at, more) in &beginnings[index + 1..] {
            let same = first.starts_with(other) || other.starts_with(first);
            assert!(!same || (place == at && second != more), "{first:?} and {other:?}");
        }
    }
    let taken = |name: &str| Format::ALL.iter().find(|format| format.name() == name).copied();
    for limits in MODELS.iter().flat_map(|model| model.fields).filter_map(|field| match &field.kind {
        Kind::Media(limits) | Kind::MediaList { media: limits, .. } => Some(limits),
        _ => None,
    }) {
        for name in limits.formats {
            let format = taken(name).unwrap();
            assert_eq!(format.kind(), Some(limits.kind), "{name}");
            assert!(format.sent().is_some(), "{name} is taken, and so it is sent");
        }
    }
    assert_eq!(Format::of_ending("JPG").map(Format::name), Some("jpeg"));
    assert_eq!(Format::of_ending("exe"), None);
}
