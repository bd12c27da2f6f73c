//! JSON Schema (2020-12) of a model's requests, drawn from the catalogue. It says what JSON Schema can say: types,
//! ranges, counts, the combinations of inputs, voices bound to references that are there. It refuses nothing that
//! [`crate::request::validate`] takes, and leaves to it which addresses a host spells, halves of surrogate pairs (a
//! pattern with them compiles in few engines) and prose. tests/schema holds the two against each other.

use crate::catalog::{
    ASPECT_RATIOS, ASPECT_RATIOS_480P, CALLBACK_URL_MAX, DefaultValue, FRAME_INPUTS, FRAME_SHAPES, Field,
    FrameShape, Kind, Model, REFERENCE_DURATION_MAX_WITH_VIDEOS, REFERENCES_MAX, Rules, name,
};
use crate::json::write_text;

/// Host, port and the rest of a URL. Only what no host can be: any stricter, and it would refuse names in other scripts.
const AFTER_CREDENTIALS: &str =
    r#"(\\[[0-9A-Fa-f:.]+\\]|[^ \\t\\n\\r:@/?#\\\\<>^|\\[\\]]+)(:[0-9]*)?([/?#\\\\][^\\t\\n\\r]*)?$""#;

/// An absolute http or https URL.
fn web_url() -> String {
    format!(r#""type":"string","pattern":"^[hH][tT][tT][pP][sS]?://([^/?#\\\\]*@)?{AFTER_CREDENTIALS}"#)
}

/// The schema, as JSON text.
pub fn of(model: &Model) -> String {
    let mut out = String::from(r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"#);
    write_text(&mut out, model.id);
    out.push(',');
    object(&mut out, model, model.fields);
    out.push_str(&rules(model));
    if let Some(words) = description(model) {
        out.push_str(r#","description":"#);
        write_text(&mut out, &words);
    }
    out.push('}');
    out
}

/// The rules that tie fields together, in words: a tool API takes the schema without them.
fn description(model: &Model) -> Option<String> {
    match model.rules {
        Rules::FrameShapes => {
            let shape = |FrameShape { mode, needs, may }: &FrameShape| {
                let bans: Vec<&str> = FRAME_INPUTS
                    .iter()
                    .filter(|name| !needs.contains(name) && **name != *may)
                    .map(|name| name.text)
                    .collect();
                format!(
                    "{mode} needs {} and takes no {}",
                    needs.iter().map(|name| name.text).collect::<Vec<_>>().join(" and "),
                    bans.join(" or ")
                )
            };
            let shapes: Vec<String> = FRAME_SHAPES.iter().map(shape).collect();
            Some(format!(
                "generation_mode {}. Without it, the inputs must fit one of them.",
                shapes.join("; ")
            ))
        }
        Rules::References => Some(format!(
            "At least one of image_urls and video_urls, at most {REFERENCES_MAX} in both together. With video_urls, \
             duration is at most {REFERENCE_DURATION_MAX_WITH_VIDEOS}. Voices are bound to references that are there: \
             image1 is the first of image_urls, video1 the first of video_urls."
        )),
        Rules::Older if model.takes(name::QUALITY, "480p") && model.field(name::ASPECT_RATIO).is_some() => {
            let ratios = ASPECT_RATIOS.get(..ASPECT_RATIOS_480P).unwrap_or_default();
            Some(format!("With quality 480p, aspect_ratio is one of {}.", ratios.join(", ")))
        }
        _ => None,
    }
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
                DefaultValue::Text(text) => write_text(out, text),
                DefaultValue::Integer(value) => out.push_str(&value.to_string()),
                DefaultValue::Flag(value) => out.push_str(if value { "true" } else { "false" }),
            }
        }
        out.push('}');
    }
    out.push('}');
    let required: Vec<String> =
        fields.iter().filter(|field| field.required).map(|field| quoted(field.name)).collect();
    if !required.is_empty() {
        out.push_str(r#","required":["#);
        out.push_str(&required.join(","));
        out.push(']');
    }
    out.push_str(r#","additionalProperties":false"#);
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
            // Listed where the numbers have gaps: a choice of schemas is what tool APIs refuse.
            if step > 1 || whole.zero {
                let zero = whole.zero.then_some(0);
                let steps = (min..=max).step_by(usize::try_from(step).unwrap_or(1));
                let values: Vec<String> =
                    zero.into_iter().chain(steps).map(|value| value.to_string()).collect();
                format!(r#""type":"integer","enum":[{}]"#, values.join(","))
            } else {
                format!(r#""type":"integer","minimum":{min},"maximum":{max}"#)
            }
        }
        Kind::Flag => r#""type":"boolean""#.into(),
        Kind::Media(_) => web_url(),
        Kind::MediaList { min, max, .. } => {
            let url = web_url();
            let least = if *min > 0 { format!(r#""minItems":{min},"#) } else { String::new() };
            format!(r#""type":"array","items":{{{url}}},{least}"maxItems":{max}"#)
        }
        Kind::CallbackUrl => {
            format!(
                r#""type":"string","maxLength":{CALLBACK_URL_MAX},"pattern":"^[hH][tT][tT][pP][sS]://{AFTER_CREDENTIALS}"#
            )
        }
        Kind::Object(fields) => return object(out, model, fields),
        // There are as many references as bindings at most, fewer than ten; rules() counts those that are there.
        Kind::VoiceBindings { max, .. } => format!(
            r#""type":"object","propertyNames":{{"pattern":"^(image|video)[1-{max}]$"}},"additionalProperties":{{{}}},"maxProperties":{max}"#,
            web_url()
        ),
    };
    out.push_str(&text);
}

/// Rules that tie fields together.
fn rules(model: &Model) -> String {
    match model.rules {
        Rules::FrameShapes => frame_shapes(),
        Rules::References => references(),
        Rules::Older if model.takes(name::QUALITY, "480p") && model.field(name::ASPECT_RATIO).is_some() => {
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
fn frame_shapes() -> String {
    let shape = |FrameShape { mode, needs, may }: &FrameShape| {
        let bans = FRAME_INPUTS.iter().filter(|name| !needs.contains(name) && **name != *may);
        // What is required is named as a property too, or a strict validator takes it for a slip.
        let rules = needs.iter().map(|name| (name, true)).chain(bans.map(|name| (name, false)));
        let rules: Vec<String> = rules
            .map(|(name, there)| match (name.text, there) {
                // An empty list is none.
                ("video_urls", true) => r#""video_urls":{"type":"array","minItems":1}"#.to_owned(),
                ("video_urls", false) => r#""video_urls":{"type":"array","maxItems":0}"#.to_owned(),
                (name, there) => format!(r#""{name}":{there}"#),
            })
            .collect();
        let required: Vec<String> = needs.iter().map(|name| quoted(name.text)).collect();
        format!(
            r#"{{"properties":{{"generation_mode":{{"const":"{mode}"}},{}}},"required":[{}]}}"#,
            rules.join(","),
            required.join(",")
        )
    };
    let shapes = FRAME_SHAPES.each_ref().map(shape);
    format!(r#","anyOf":[{}]"#, shapes.join(","))
}

/// At least one reference, at most five in all, shorter beside videos, voices for those that are there (guide, section 5).
fn references() -> String {
    let given = |list: &str, count: usize| {
        format!(
            r#"{{"properties":{{"{list}":{{"type":"array","minItems":{count}}}}},"required":["{list}"]}}"#
        )
    };
    let unbound = |key: &str, number: usize| {
        format!(
            r#""else":{{"properties":{{"model_params":{{"type":"object","properties":{{"voice_bindings":{{"type":"object","properties":{{"{key}{number}":false}}}}}}}}}}}}"#
        )
    };
    let (images, videos) = (given("image_urls", 1), given("video_urls", 1));
    let mut rules = vec![format!(
        r#"{{"if":{videos},"then":{{"properties":{{"duration":{{"type":"integer","maximum":{REFERENCE_DURATION_MAX_WITH_VIDEOS}}}}}}}}}"#
    )];
    for count in 1..=REFERENCES_MAX {
        rules.push(format!(r#"{{"if":{},{}}}"#, given("image_urls", count), unbound("image", count)));
        // With so many videos, only so many images.
        rules.push(format!(
            r#"{{"if":{},"then":{{"properties":{{"image_urls":{{"type":"array","maxItems":{}}}}}}},{}}}"#,
            given("video_urls", count),
            REFERENCES_MAX - count,
            unbound("video", count)
        ));
    }
    format!(r#","anyOf":[{images},{videos}],"allOf":[{}]"#, rules.join(","))
}
