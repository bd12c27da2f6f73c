//! JSON Schema (2020-12) of a model's requests, drawn from the catalogue. It says what JSON Schema can say: types,
//! ranges, counts, the combinations of inputs; hosts of callbacks, bindings past their array and prose are left to
//! [`crate::request::validate`].

use crate::catalog::{
    ASPECT_RATIOS, ASPECT_RATIOS_480P, CALLBACK_URL_MAX, Family, Field, Kind, Literal, Mode, Model,
};
use crate::catalog::{REFERENCE_DURATION_MAX_WITH_VIDEOS, REFERENCES_MAX};
use crate::json::write_text;

const WEB_URL: &str = r#""pattern":"^[hH][tT][tT][pP][sS]?://[^\\s/?#]""#;

/// The schema, as JSON text.
pub fn of(model: &Model) -> String {
    let mut out = String::from(r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"#);
    write_text(&mut out, model.id);
    out.push(',');
    object(&mut out, model, model.fields);
    out.push_str(&rules(model));
    out.push('}');
    out
}

/// `"type":"object"` with its properties, without the braces.
fn object(out: &mut String, model: &Model, fields: &[Field]) {
    out.push_str(r#""type":"object","properties":{"#);
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(out, field.name);
        out.push_str(":{");
        property(out, model, field);
        if let Some(default) = field.default {
            out.push_str(r#","default":"#);
            match default {
                Literal::Text(text) => write_text(out, text),
                Literal::Integer(value) => out.push_str(&value.to_string()),
                Literal::Flag(value) => out.push_str(if value { "true" } else { "false" }),
            }
        }
        out.push('}');
    }
    let required: Vec<String> =
        fields.iter().filter(|field| field.required).map(|field| quoted(field.name)).collect();
    out.push_str(r#"},"required":["#);
    out.push_str(&required.join(","));
    out.push_str(r#"],"additionalProperties":false"#);
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_text(&mut out, text);
    out
}

fn property(out: &mut String, model: &Model, field: &Field) {
    let text = match &field.kind {
        Kind::ModelId => format!(r#""const":{}"#, quoted(model.id)),
        Kind::Text { max } => {
            let filled = if field.required { r#","pattern":"\\S""# } else { "" };
            format!(r#""type":"string","maxLength":{max}{filled}"#)
        }
        Kind::Choice(values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            format!(r#""enum":[{}]"#, values.join(","))
        }
        Kind::Integer(whole) => {
            let (min, max, step) = (whole.min, whole.max, whole.step);
            let range = if step > 1 {
                format!(r#""type":"integer","enum":[{min},{max}]"#)
            } else {
                format!(r#""type":"integer","minimum":{min},"maximum":{max}"#)
            };
            if whole.zero { format!(r#""anyOf":[{{"const":0}},{{{range}}}]"#) } else { range }
        }
        Kind::Flag => r#""type":"boolean""#.into(),
        Kind::Media(_) => format!(r#""type":"string",{WEB_URL}"#),
        Kind::MediaList { min, max, .. } => {
            format!(
                r#""type":"array","items":{{"type":"string",{WEB_URL}}},"minItems":{min},"maxItems":{max}"#
            )
        }
        Kind::CallbackUrl => {
            format!(
                r#""type":"string","maxLength":{CALLBACK_URL_MAX},"pattern":"^[hH][tT][tT][pP][sS]://[^\\s/?#]""#
            )
        }
        Kind::Params(fields) => return object(out, model, fields),
        Kind::VoiceBindings { max, .. } => format!(
            r#""type":"object","propertyNames":{{"pattern":"^(image|video)[1-9][0-9]*$"}},"additionalProperties":{{"type":"string",{WEB_URL}}},"maxProperties":{max}"#
        ),
    };
    out.push_str(&text);
}

/// Rules that tie fields together.
fn rules(model: &Model) -> String {
    match (model.family, model.mode) {
        (Family::Wan27, Mode::ImageToVideo) => image_to_video(),
        (Family::Wan27, Mode::ReferenceVideo) => reference_video(),
        (Family::Wan25, _) if model.field("aspect_ratio").is_some() => {
            let ratios = ASPECT_RATIOS.get(..ASPECT_RATIOS_480P).unwrap_or_default();
            let ratios: Vec<String> = ratios.iter().map(|ratio| quoted(ratio)).collect();
            format!(
                r#","if":{{"properties":{{"quality":{{"const":"480p"}}}},"required":["quality"]}},"then":{{"properties":{{"aspect_ratio":{{"enum":[{}]}}}}}}"#,
                ratios.join(",")
            )
        }
        _ => String::new(),
    }
}

/// The three modes as three shapes (guide, section 4); a property that is `false` must not be there.
fn image_to_video() -> String {
    let shape = |mode: &str, needs: &str, bans: &[&str]| {
        let bans: Vec<String> = bans.iter().map(|name| format!(r#","{name}":false"#)).collect();
        format!(
            r#"{{"properties":{{"generation_mode":{{"const":"{mode}"}}{}}},"required":[{needs}]}}"#,
            bans.join("")
        )
    };
    let shapes = [
        shape("first_frame", r#""image_start""#, &["image_end", "video_urls"]),
        shape("first_last_frame", r#""image_start","image_end""#, &["video_urls"]),
        shape("video_continuation", r#""video_urls""#, &["image_start", "audio_urls"]),
    ];
    format!(r#","anyOf":[{}]"#, shapes.join(","))
}

/// At least one reference, at most five in all, shorter beside videos (guide, section 5).
fn reference_video() -> String {
    let some = |name: &str| {
        format!(r#"{{"properties":{{"{name}":{{"type":"array","minItems":1}}}},"required":["{name}"]}}"#)
    };
    let mut totals = Vec::new();
    for videos in 1..=REFERENCES_MAX {
        // With so many videos, only so many images.
        totals.push(format!(
            r#"{{"if":{{"properties":{{"video_urls":{{"type":"array","minItems":{videos}}}}},"required":["video_urls"]}},"then":{{"properties":{{"image_urls":{{"type":"array","maxItems":{}}}}}}}}}"#,
            REFERENCES_MAX - videos
        ));
    }
    format!(
        r#","anyOf":[{},{}],"allOf":[{{"if":{},"then":{{"properties":{{"duration":{{"type":"integer","maximum":{REFERENCE_DURATION_MAX_WITH_VIDEOS}}}}}}}}},{}]"#,
        some("image_urls"),
        some("video_urls"),
        some("video_urls"),
        totals.join(",")
    )
}
