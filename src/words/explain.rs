//! A finding's numbers and the request they were found in, as what its sentence is said with: `[rule, path, part, …]`.

use super::shown::{allowed, choice, found, number, phrase, quoted, series, short};
use super::{Gap, Phrase, Rule};
use crate::catalog::{
    ASPECT_RATIOS, ASPECT_RATIOS_480P, FRAME_SHAPES, Field, FrameShape, Kind, MODELS, MediaKind, MediaLimits,
    Mode, Model, QUALITIES, QUALITIES_25, field_name,
};
use crate::issue::{Finding, Found, OPTIONS, Place};
use crate::json::{write_joined, write_text};
use crate::request::{Request, Spot, dotted, media, references::Named};
use crate::suggest;
use crate::tape::Node;
use crate::text::{decimal, integer, shortened};

/// What lies beside a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// What is known of its media.
    pub inputs: Option<Node<'a>>,
    /// The options it is priced with, or a plan.
    pub options: Option<Node<'a>>,
}

impl<'a> Beside<'a> {
    /// Media alone.
    pub fn inputs(inputs: Option<Node<'a>>) -> Beside<'a> {
        Beside { inputs, options: None }
    }

    /// Options.
    pub fn options(options: Node<'a>) -> Beside<'a> {
        Beside { inputs: None, options: Some(options) }
    }
}

/// Longest name in a path. A name of megabytes must not come back with each finding.
const NAME_IN_PATH: usize = 2000;

/// Writes `{"issues":[[rule, path, part, …], …], "omitted": n}`, `omitted` where it is not 0.
pub fn explain(out: &mut String, found: &Found, value: Node<'_>, beside: Beside<'_>) {
    let request = Request::of(value);
    out.push_str("{\"issues\":[");
    for (index, finding) in found.findings.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let spot = Spot::of(request.as_ref(), value, finding.place);
        let mut about = About { finding, spot, request: request.as_ref(), beside, meant: "" };
        about.look();
        about.write(out);
    }
    out.push(']');
    if found.omitted > 0 {
        out.push_str(",\"omitted\":");
        integer(out, found.omitted as i64);
    }
    out.push('}');
}

struct About<'f, 'a> {
    finding: &'f Finding,
    spot: Spot<'a>,
    request: Option<&'f Request<'a>>,
    beside: Beside<'a>,
    /// What was probably meant.
    meant: &'static str,
}

impl<'a> About<'_, 'a> {
    /// Looks up what stands in an entry of a price table.
    fn look(&mut self) {
        if self.finding.place.field == Place::ENTRY {
            let Some(Node::Object(table)) = self.beside.options.and_then(|options| options.get("prices"))
            else {
                return;
            };
            let mut last = "";
            self.spot.value = table.reach(self.finding.place.item, &mut |name| last = name);
            self.spot.key = Some(last);
        }
    }

    fn write(&mut self, out: &mut String) {
        let rule = self.rule();
        out.push('[');
        integer(out, rule as i64);
        out.push(',');
        let mut separator = '[';
        self.steps(&mut |step| {
            out.push(std::mem::replace(&mut separator, ','));
            match step {
                Ok(name) => write_joined(out, &shortened(name, NAME_IN_PATH)),
                Err(index) => integer(out, index as i64),
            }
        });
        out.push_str(if separator == '[' { "[]" } else { "]" });
        for gap in rule.gaps().iter().filter(|gap| **gap != Gap::None) {
            out.push(',');
            self.part(*gap, out);
        }
        out.push(']');
    }

    fn steps(&self, see: &mut dyn FnMut(Result<&'a str, usize>)) {
        let Place { field, item } = self.finding.place;
        match (field, self.beside.options) {
            (Place::OPTION, _) => see(Ok(OPTIONS.get(item as usize).copied().unwrap_or_default())),
            (Place::ENTRY, Some(options)) => {
                see(Ok("prices"));
                if let Some(Node::Object(table)) = options.get("prices") {
                    table.reach(item, &mut |name| see(Ok(name)));
                }
            }
            _ => self.spot.steps(see),
        }
    }

    fn key(&self) -> &'a str {
        self.spot.key.unwrap_or_else(|| field_name(self.finding.place.field))
    }

    /// Which of the sentences of its rule says most: what was meant, what to do.
    fn rule(&mut self) -> Rule {
        let (rule, text) = (self.finding.rule, self.spot.text());
        let (near, better) = match rule {
            Rule::UnknownModel => (suggest::model(text), Rule::MeantModel),
            Rule::NoSource => {
                let id = matches!(self.spot.value, Some(Node::Text(_))).then_some(text);
                (id.and_then(suggest::model), Rule::MeantSource)
            }
            Rule::PriceModel => (suggest::model(self.key()), Rule::PriceMeantModel),
            Rule::Value => {
                let Some(Field { kind: Kind::Choice(values), .. }) = self.spot.field else { return rule };
                (suggest::nearest(text, values.iter().copied()), Rule::MeantValue)
            }
            Rule::UnknownField => return self.unknown(),
            Rule::Type => return self.wrong_type(),
            Rule::ItemType => {
                return match self.spot.value {
                    Some(Node::Foreign("blob")) => Rule::ItemBlob,
                    Some(Node::Foreign("buffer")) => Rule::ItemBuffer,
                    _ => rule,
                };
            }
            Rule::NoUrl if ["data:", "blob:", "file:"].iter().any(|scheme| text.starts_with(scheme)) => {
                return Rule::LocalUrl;
            }
            _ => return rule,
        };
        let Some(near) = near else { return rule };
        self.meant = near;
        better
    }

    fn wrong_type(&self) -> Rule {
        let (Some(value), Some(field)) = (self.spot.value, self.spot.field) else { return Rule::Type };
        match (value, &field.kind) {
            (Node::Null, _) | (Node::Foreign("NaN"), Kind::Integer(_)) => Rule::TypeNull,
            (Node::Text(_), Kind::Integer(_) | Kind::Flag) => Rule::TypeQuoted,
            (Node::Text(_), Kind::MediaList { .. }) => Rule::TypeLone,
            (Node::Array(_), Kind::Media(_)) => Rule::TypeList,
            (Node::Foreign("blob"), Kind::MediaList { .. }) => Rule::TypeLoneFile,
            (Node::Foreign("blob"), Kind::Media(_)) => Rule::TypeBlob,
            (Node::Foreign("buffer"), Kind::Media(_)) => Rule::TypeBuffer,
            _ => Rule::Type,
        }
    }

    /// The fields of the object it stands in.
    fn siblings(&self) -> &'static [Field] {
        let Some(request) = self.request else { return &[] };
        match self.spot.field.map(|field| &field.kind) {
            Some(Kind::Object(inner)) => inner,
            _ => request.model.fields,
        }
    }

    fn unknown(&mut self) -> Rule {
        let (name, fields) = (self.key(), self.siblings());
        let Some(model) = self.request.map(|request| request.model) else { return Rule::UnknownField };
        let has = |name: &str| fields.iter().any(|field| field.name == name);
        let alias = suggest::alias(name)
            .find(|other| has(other) && (name != "image_start" || model.mode == Mode::ImageToVideo));
        let near = alias.or_else(|| suggest::nearest(name, fields.iter().map(|field| field.name)));
        // audio_url and audio_urls are each a field somewhere: a missing s is a slip, not another model.
        let slip = near.is_some_and(|near| near.strip_prefix(name).or(name.strip_prefix(near)) == Some("s"));
        let is_inner = |field: &&Field| matches!(field.kind, Kind::Object(inner) if inner.iter().any(|field| field.name == name));
        let at_root = std::ptr::eq(fields, model.fields);
        if let Some(outer) = fields.iter().find(is_inner) {
            self.meant = outer.name;
            Rule::InnerField
        } else if at_root && !slip && alias.is_none() && suggest::is_field(name) {
            Rule::FieldElsewhere
        } else if let Some(near) = near {
            self.meant = near;
            Rule::MeantField
        } else {
            Rule::UnknownField
        }
    }

    fn limits(&self) -> &'static MediaLimits {
        static NONE: MediaLimits = MediaLimits {
            kind: MediaKind::Image,
            formats: &[],
            max_bytes: 0,
            min_side: 0,
            max_side: 0,
            max_ratio: 0,
            min_ms: 0,
            max_ms: 0,
        };
        match self.spot.field.map(|field| &field.kind) {
            Some(Kind::Media(media) | Kind::MediaList { media, .. } | Kind::VoiceBindings { media, .. }) => {
                media
            }
            _ => &NONE,
        }
    }

    fn part(&self, gap: Gap, out: &mut String) {
        let Finding { a, b, place, .. } = *self.finding;
        let (text, limits) = (self.spot.text(), self.limits());
        let shape = FRAME_SHAPES.get(a as usize);
        let reference = Named::of(a);
        let said = || reference.said(self.request.map_or("", Request::prompt)).unwrap_or_default();
        match gap {
            Gap::None => {}
            Gap::Field => write_text(out, field_name(place.field)),
            // A voice is called by the reference it is bound to, any other URL by its field.
            Gap::Name => short(out, self.key()),
            Gap::Key => quoted(out, self.key(), false),
            Gap::Place => self.place(out),
            Gap::Found => found(out, self.spot.value.unwrap_or(Node::Null)),
            Gap::Quoted => quoted(out, text, false),
            Gap::Address => quoted(out, text, true),
            Gap::Short => short(out, text),
            Gap::Allowed => match self.spot.field {
                Some(field) => allowed(out, &field.kind),
                None => write_text(out, ""),
            },
            Gap::Model => write_text(out, self.request.map_or("", |request| request.model.id)),
            Gap::Meant => write_text(out, self.meant),
            Gap::Fields => list(out, &mut self.siblings().iter().map(|field| field.name)),
            Gap::Homes => {
                let name = self.key();
                let current = models(Some(name), true).next().is_some();
                list(out, &mut models(Some(name), current).map(|model| model.id));
            }
            Gap::CurrentModels | Gap::AllModels => {
                list(out, &mut models(None, gap == Gap::CurrentModels).map(|model| model.id));
            }
            Gap::A => number(out, a),
            Gap::B => number(out, b),
            Gap::Over => number(out, a - b),
            Gap::SecondsA => seconds(out, a as u64),
            Gap::SecondsB => seconds(out, b as u64),
            Gap::CeilA => number(out, (a as u64).div_ceil(1000) as i64),
            Gap::FrameMode => write_text(out, shape.map_or("", |shape| shape.mode)),
            Gap::Needs => {
                let names: &[_] = shape.map_or(&[], |FrameShape { needs, .. }| needs);
                series(out, Phrase::And, &mut names.iter().map(|name| name.text), false);
            }
            Gap::May => write_text(out, shape.map_or("", |shape| shape.may.text)),
            Gap::Ratios480 => choice(out, ASPECT_RATIOS.get(..ASPECT_RATIOS_480P).unwrap_or_default()),
            Gap::Qualities => choice(out, QUALITIES_25),
            Gap::CurrentQualities => choice(out, QUALITIES),
            Gap::Reference | Gap::RightName => {
                let mut name = String::new();
                reference.write_like(&mut name, if gap == Gap::Reference { "" } else { said() });
                write_text(out, &name);
            }
            Gap::List => write_text(out, reference.list()),
            Gap::Said => quoted(out, said(), false),
            Gap::Shot => number(out, place.item.into()),
            Gap::MinSeconds => seconds(out, limits.min_ms),
            Gap::MaxSeconds => seconds(out, limits.max_ms),
            Gap::MinSide => number(out, limits.min_side.into()),
            Gap::MaxSide => number(out, limits.max_side.into()),
            Gap::MaxRatio => number(out, limits.max_ratio.into()),
            Gap::Formats => choice(out, limits.formats),
            Gap::FactFormat => quoted(out, self.format(), false),
            Gap::Ending => quoted(out, media::ending(text).unwrap_or_default(), false),
        }
    }

    /// The format of a medium, as the facts have it.
    fn format(&self) -> &'a str {
        let facts = self.request.zip(self.beside.inputs);
        let facts = facts.and_then(|(request, inputs)| media::facts(request, self.finding.place, inputs));
        facts.and_then(|facts| facts.text_at("format")).unwrap_or_default()
    }

    /// Where it stands, dotted; a file that stands nowhere yet by a phrase.
    fn place(&self, out: &mut String) {
        match dotted(|see| self.steps(see)).as_str() {
            "" => phrase(out, Phrase::TheFile, &[]),
            place => write_text(out, place),
        }
    }
}

fn list(out: &mut String, names: &mut dyn Iterator<Item = &str>) {
    series(out, Phrase::Comma, names, false);
}

/// The models with that field, or all; of the current generation, or of any.
fn models(with: Option<&str>, current: bool) -> impl Iterator<Item = &'static Model> {
    MODELS.iter().filter(move |model| {
        (model.generation.current || !current) && with.is_none_or(|name| model.field_called(name).is_some())
    })
}

fn seconds(out: &mut String, ms: u64) {
    let mut text = String::new();
    decimal(&mut text, ms, 3);
    write_text(out, &text);
}
