//! `models()`: the catalogue as objects to draw a form from.

use serde::Serialize;

use wanreel::catalog::{
    ASPECT_RATIOS, BilledInput, DefaultValue, Field, Kind, MODELS, MediaKind, MediaLimits, Model, name,
};
use wanreel::pricing::cost::Table;

/// One model.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelOut {
    id: &'static str,
    family: &'static str,
    mode: &'static str,
    best_for: &'static [&'static str],
    fields: Vec<FieldOut>,
    micro_usd_per_second: Rates,
    bills_input: bool,
    pixels: Vec<PixelsOut>,
}

#[derive(Serialize)]
struct Rates {
    #[serde(rename = "480p", skip_serializing_if = "Option::is_none")]
    p480: Option<f64>,
    #[serde(rename = "720p")]
    p720: f64,
    #[serde(rename = "1080p")]
    p1080: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PixelsOut {
    quality: &'static str,
    aspect_ratio: &'static str,
    width: u32,
    height: u32,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldOut {
    name: &'static str,
    r#type: &'static str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Scalar>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zero: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<MediaOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<FieldOut>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Scalar {
    Text(&'static str),
    Number(f64),
    Flag(bool),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MediaOut {
    kind: &'static str,
    formats: &'static [&'static str],
    max_bytes: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_side: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_side: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_ratio: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_seconds: Option<f64>,
}

/// All models.
pub fn all() -> Vec<ModelOut> {
    MODELS.iter().map(model).collect()
}

fn model(model: &'static Model) -> ModelOut {
    ModelOut {
        id: model.id,
        family: model.generation.name,
        mode: model.mode.name(),
        best_for: model.best_for(),
        fields: model.fields.iter().map(field).collect(),
        micro_usd_per_second: Rates {
            p480: model.takes(name::QUALITY, "480p").then(|| rate(model, "480p")),
            p720: rate(model, "720p"),
            p1080: rate(model, "1080p"),
        },
        bills_input: model.prices.iter().any(|price| price.input != BilledInput::Nothing),
        pixels: if model.field(name::ASPECT_RATIO).is_some() { pixels(model) } else { Vec::new() },
    }
}

fn rate(model: &Model, quality: &str) -> f64 {
    Table::read(None).map_or(0.0, |table| table.rate(model, quality, true).0 as f64)
}

fn pixels(model: &Model) -> Vec<PixelsOut> {
    let rows = model.generation.sizes.iter().flat_map(|(quality, sizes)| {
        ASPECT_RATIOS.iter().zip(sizes).map(|(aspect_ratio, (width, height))| PixelsOut {
            quality,
            aspect_ratio,
            width: *width,
            height: *height,
        })
    });
    rows.collect()
}

fn field(field: &'static Field) -> FieldOut {
    let mut out = FieldOut {
        name: field.name,
        required: field.required,
        default: field.default.map(|default| match default {
            DefaultValue::Text(text) => Scalar::Text(text),
            DefaultValue::Integer(value) => Scalar::Number(value as f64),
            DefaultValue::Flag(value) => Scalar::Flag(value),
        }),
        ..FieldOut::default()
    };
    let of = match &field.kind {
        Kind::ModelId => "model",
        Kind::Text { max } => {
            out.max_length = Some(*max);
            "text"
        }
        Kind::Choice(values) => {
            out.values = Some(values);
            "choice"
        }
        Kind::Integer(whole) => {
            (out.min, out.max) = (Some(whole.min as f64), Some(whole.max as f64));
            (out.step, out.zero) = (Some(whole.step as f64), Some(whole.zero));
            "integer"
        }
        Kind::Flag => "boolean",
        Kind::Media(limits) => {
            out.media = Some(media(limits));
            "media"
        }
        Kind::MediaList { media: limits, min, max } => {
            (out.min_items, out.max_items) = (Some(*min), Some(*max));
            out.media = Some(media(limits));
            "mediaList"
        }
        Kind::CallbackUrl => {
            out.max_length = Some(wanreel::catalog::CALLBACK_URL_MAX);
            "callbackUrl"
        }
        Kind::Object(fields) => {
            out.fields = Some(fields.iter().map(self::field).collect());
            "object"
        }
        Kind::VoiceBindings { media: limits, max } => {
            out.max_items = Some(*max);
            out.media = Some(media(limits));
            "voiceBindings"
        }
    };
    out.r#type = of;
    out
}

fn media(limits: &'static MediaLimits) -> MediaOut {
    let limited = |value: u32| (value > 0).then(|| f64::from(value));
    let seconds = |ms: u64| (ms > 0).then(|| ms as f64 / 1000.0);
    MediaOut {
        kind: match limits.kind {
            MediaKind::Image => "image",
            MediaKind::Video => "video",
            MediaKind::Audio => "audio",
        },
        formats: limits.formats,
        max_bytes: limits.max_bytes as f64,
        min_side: limited(limits.min_side),
        max_side: limited(limits.max_side),
        max_ratio: limited(limits.max_ratio),
        min_seconds: seconds(limits.min_ms),
        max_seconds: seconds(limits.max_ms),
    }
}
