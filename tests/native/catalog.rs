//! What rows of the catalogue must have in common.

use std::collections::{BTreeMap, BTreeSet};

use wanreel::catalog::{FRAME_INPUTS, FRAME_SHAPES, Field, GENERATION_MODES, Kind, MODELS, model};

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
