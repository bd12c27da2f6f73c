//! The types of requests, with the figures of the catalogue in their comments.

use wanreel::catalog::{
    ASPECT_RATIOS, ASPECT_RATIOS_480P, CALLBACK_URL_MAX, DefaultValue, FRAME_INPUTS, FRAME_SHAPES, Field,
    FrameShape, GENERATION_MODES, Kind, MODELS, MediaLimits, Mode, Model, QUALITIES,
    REFERENCE_DURATION_MAX_WITH_VIDEOS, REFERENCES_MAX, Rules,
};

use crate::text::{doc, either, head, pascal, union};

/// Choices with a name of their own.
const NAMED: [(&str, &[&str], &str); 3] = [
    ("Quality", QUALITIES, "720p costs less, 1080p 1.67 times as much. Source: guide, section 7."),
    ("AspectRatio", ASPECT_RATIOS, "Width to height. Source: guide, section 3."),
    (
        "GenerationMode",
        GENERATION_MODES,
        "Which inputs of image-to-video decide the video. Source: guide, section 4.",
    ),
];

/// The requests that are meant most often, those most of all last; see the comment of `VideoRequest`.
const COMMON: [&str; 3] = ["ReferenceVideoRequest<M>", "FirstFrameRequest<M>", "TextToVideoRequest<M>"];

/// The file.
pub fn file() -> String {
    let mut out = head(
        "src/catalog",
        "Requests, as the API takes them (snake_case JSON). `M` is what a media field may hold: a URL, and for `submit` and \
         `generate` also a Blob or File, which is uploaded first.",
    );
    for (name, values, about) in NAMED {
        out.push_str(&format!("{}export type {name} = {};\n\n", doc("", about), union(values)));
    }
    out.push_str(&doc(
        "",
        "Reference key (`image1`, `video2`; counted from 1 in its own array) to the URL of a voice.",
    ));
    out.push_str(
        "export type VoiceBindings<M = string> = { readonly [key: `image${number}` | `video${number}`]: M };\n\n",
    );
    for model in MODELS {
        out.push_str(&declaration(model));
    }
    let of = |current: bool| MODELS.iter().rev().filter(move |model| model.generation.current == current);
    out.push_str(&doc("", "The older models, kept as fallbacks. Source: guide, section 11."));
    out.push_str(&alias("LegacyVideoRequest<M = string>", &of(false).map(reference).collect::<Vec<_>>()));
    let (common, mut every): (Vec<_>, Vec<_>) =
        of(true).flat_map(members).partition(|name| COMMON.contains(&name.as_str()));
    every.push("LegacyVideoRequest<M>".to_owned());
    every.extend(
        COMMON.into_iter().filter(|name| common.iter().any(|known| known == name)).map(str::to_owned),
    );
    out.push_str(&doc(
        "",
        "Every request, told apart by `model`. Of a request without a declared type the compiler names the member that \
         shares most fields with it, and of several the last one: so they stand from the rarest meant to the commonest.",
    ));
    out.push_str(&alias("VideoRequest<M = string>", &every));
    out.push_str(&doc("", "Every model id. Source: guide, section 2 and 11."));
    let ids: Vec<&str> = MODELS.iter().map(|model| model.id).collect();
    out.push_str(&format!("export type ModelId = {};\n\n", union(&ids)));
    let mut families: Vec<&str> = MODELS.iter().map(|model| model.generation.name).collect();
    families.dedup();
    out.push_str(&doc("", "Every generation of models."));
    out.push_str(&format!("export type ModelFamily = {};\n", union(&families)));
    out
}

fn alias(name: &str, members: &[String]) -> String {
    format!("export type {name} = {};\n\n", members.join(" | "))
}

/// `TextToVideoRequest`; a generation other than the package's own stands before.
fn name(model: &Model) -> String {
    let prefix = match model.generation.digits {
        "27" => String::new(),
        digits => format!("Wan{digits}"),
    };
    let rest = model.id.strip_prefix(model.generation.name).unwrap_or(model.id);
    format!("{prefix}{}Request", pascal(rest))
}

fn takes_media(fields: &[Field]) -> bool {
    fields.iter().any(|field| match &field.kind {
        Kind::Media(_) | Kind::MediaList { .. } | Kind::VoiceBindings { .. } => true,
        Kind::Object(fields) => takes_media(fields),
        _ => false,
    })
}

/// How another type names it.
fn reference(model: &Model) -> String {
    name(model) + if takes_media(model.fields) { "<M>" } else { "" }
}

fn declaration(model: &Model) -> String {
    let about = match model.mode {
        Mode::TextToVideo => "A prompt becomes a video. Source: guide, section 3",
        Mode::ImageToVideo => "A video from its first frame. Source: guide, section 4",
        Mode::ReferenceVideo => "Characters kept from references. Source: guide, section 5",
        Mode::VideoEdit => "An instruction applied to a video. Source: guide, section 6",
    };
    let source = format!("{}.json", model.id);
    if model.rules != Rules::FrameShapes {
        return interface(model, &name(model), &format!("{about}; {source}."), None);
    }
    let mut out = String::new();
    for shape in &FRAME_SHAPES {
        let needs: Vec<String> = shape.needs.iter().map(|name| format!("`{}`", name.text)).collect();
        let about = format!(
            "{}, with or without `{}`. Source: guide, section 4, combinations.",
            needs.join(" and "),
            shape.may.text
        );
        out.push_str(&interface(model, &shape_name(model, shape), &about, Some(shape)));
    }
    out.push_str(&doc(
        "",
        &format!("One or two key frames, or a clip to continue. Source: guide, section 4; {source}."),
    ));
    out + &alias(&format!("{}<M = string>", name(model)), &members(model))
}

/// `FirstFrameRequest`: one shape of a model that has several.
fn shape_name(model: &Model, shape: &FrameShape) -> String {
    let prefix = name(model).replace("ImageToVideoRequest", "");
    format!("{prefix}{}Request", pascal(shape.mode.trim_start_matches("video_")))
}

/// The types of a model's requests: one, or its shapes from the rarest to the commonest.
fn members(model: &Model) -> Vec<String> {
    if model.rules == Rules::FrameShapes {
        FRAME_SHAPES.iter().rev().map(|shape| format!("{}<M>", shape_name(model, shape))).collect()
    } else {
        vec![reference(model)]
    }
}

fn interface(model: &Model, name: &str, about: &str, shape: Option<&FrameShape>) -> String {
    let generic = if takes_media(model.fields) { "<M = string>" } else { "" };
    let mut out = format!("{}export interface {name}{generic} {{\n", doc("", about));
    // The compiler names the first property that does not fit: of a shape, its mode tells more than its model.
    let (first, rest): (Vec<_>, Vec<_>) =
        model.fields.iter().partition(|field| shape.is_some() && field.name == "generation_mode");
    for field in first.into_iter().chain(rest) {
        let of_shape = shape.filter(|_| FRAME_INPUTS.contains(&field.id()));
        let (mark, of) = match of_shape {
            Some(shape) if shape.needs.contains(&field.id()) => ("", type_of(model, field)),
            Some(shape) if shape.may != field.id() => {
                out.push_str(&format!("  {}?: undefined;\n", field.name));
                continue;
            }
            _ if field.name == "generation_mode" && shape.is_some() => {
                ("?", format!("\"{}\"", shape.map_or("", |shape| shape.mode)))
            }
            _ => (if field.required { "" } else { "?" }, type_of(model, field)),
        };
        out.push_str(&doc("  ", &comment(field)));
        out.push_str(&format!("  {}{mark}: {of};\n", field.name));
    }
    out.push_str("}\n\n");
    out
}

fn type_of(model: &Model, field: &Field) -> String {
    match &field.kind {
        Kind::ModelId => format!("\"{}\"", model.id),
        Kind::Text { .. } | Kind::CallbackUrl => "string".into(),
        Kind::Choice(values) => {
            let named = NAMED.iter().find(|(_, named, _)| named == values);
            named.map_or_else(|| union(values), |(name, ..)| (*name).to_owned())
        }
        // So few that they can be named.
        Kind::Integer(whole) if whole.step > 1 => {
            let values = (whole.min..=whole.max).step_by(usize::try_from(whole.step).unwrap_or(1));
            values.map(|value| value.to_string()).collect::<Vec<_>>().join(" | ")
        }
        Kind::Integer(_) => "number".into(),
        Kind::Flag => "boolean".into(),
        Kind::Media(_) => "M".into(),
        Kind::MediaList { .. } => "readonly M[]".into(),
        Kind::VoiceBindings { .. } => "VoiceBindings<M>".into(),
        Kind::Object(fields) => {
            let members: String = fields
                .iter()
                .map(|field| {
                    format!(
                        "{}    {}?: {};\n",
                        doc("    ", &comment(field)),
                        field.name,
                        type_of(model, field)
                    )
                })
                .collect();
            format!("{{\n{members}  }}")
        }
    }
}

/// What a field is for, its limits, its default, and where that is documented.
fn comment(field: &Field) -> String {
    let mut parts = vec![about(field), limits(field)];
    parts.extend(field.default.map(|default| match default {
        DefaultValue::Text(text) => format!("Default \"{text}\"."),
        DefaultValue::Integer(value) => format!("Default {value}."),
        DefaultValue::Flag(value) => format!("Default {value}."),
    }));
    if !field.source.is_empty() {
        parts.push(format!("Source: {}.", field.source));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// What a field is for, with the figures it names.
pub fn about(field: &Field) -> String {
    let ratios: Vec<&str> = ASPECT_RATIOS.iter().take(ASPECT_RATIOS_480P).copied().collect();
    field
        .about
        .replace("{REFERENCES_MAX}", &REFERENCES_MAX.to_string())
        .replace("{REFERENCE_DURATION_MAX_WITH_VIDEOS}", &REFERENCE_DURATION_MAX_WITH_VIDEOS.to_string())
        .replace("{ASPECT_RATIOS_480P}", &either(&ratios))
}

/// What a field may hold, in words.
pub fn limits(field: &Field) -> String {
    match &field.kind {
        Kind::Text { max } => format!("At most {max} code points."),
        Kind::Integer(whole) if whole.step == 1 => {
            let zero = if whole.zero { "0, or a" } else { "A" };
            format!("{zero} whole number from {} to {}.", whole.min, whole.max)
        }
        Kind::Media(media) => format!("Format: {}.", medium(media)),
        Kind::MediaList { media, min, max } => {
            let count = match (min, max) {
                (1, 1) if field.required => "Exactly one".to_owned(),
                (_, 1) => "One".to_owned(),
                (0, max) => format!("At most {max}"),
                (min, max) => format!("{min} to {max}"),
            };
            format!("{count}: {}.", medium(media))
        }
        Kind::CallbackUrl => {
            format!("An https URL on a public host, at most {CALLBACK_URL_MAX} characters.")
        }
        Kind::VoiceBindings { media, max } => format!("At most {max}: {}.", medium(media)),
        Kind::ModelId | Kind::Choice(_) | Kind::Integer(_) | Kind::Flag | Kind::Object(_) => String::new(),
    }
}

fn medium(media: &MediaLimits) -> String {
    let mut parts = vec![either(media.formats)];
    if media.max_side > 0 {
        parts.push(format!("sides {} to {} px", media.min_side, media.max_side));
    }
    if media.max_ratio > 0 {
        parts.push(format!("one side at most {} times the other", media.max_ratio));
    }
    if media.max_ms > 0 {
        parts.push(format!("{} to {} s", media.min_ms / 1000, media.max_ms / 1000));
    }
    if media.max_bytes > 0 {
        parts.push(format!("at most {} MB", media.max_bytes >> 20));
    }
    parts.join("; ")
}
