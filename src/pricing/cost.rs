//! What a request costs, before it is paid. Integer micro-dollars and milliseconds throughout (guide, section 7).

use crate::catalog::{
    self, BilledInput, MediaKind, MediaLimits, Mode, Model, Name, OFFERS, OFFERS_AS_OF, PRICE_LISTS,
    PriceList, QUALITIES_25, Rated, name,
};
use crate::issue::{Finding, Found, Place};
use crate::pricing::prices;
use crate::request::{self, Options, Report, Request, media};
use crate::tape::Node;
use crate::words::Rule;

/// Milliseconds from least to most; both the same where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Least.
    pub min: u64,
    /// Most.
    pub max: u64,
}

impl Span {
    const fn of(ms: u64) -> Span {
        Span { min: ms, max: ms }
    }

    fn at_most(self, most: u64) -> Span {
        Span { min: self.min.min(most), max: self.max.min(most) }
    }

    fn plus(self, other: Span) -> Span {
        Span { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }
}

/// A price table: one of ours, or the caller's own.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    base: &'static PriceList,
    /// `null` where there is none.
    own: Node<'a>,
}

impl<'a> Table<'a> {
    /// The table a caller names or gives; the guide's where nothing is given.
    ///
    /// # Errors
    /// An issue at `prices` where the name is unknown or the table lacks one; below it for each wrong entry.
    pub fn read(value: Option<Node<'a>>) -> Result<Table<'a>, Found> {
        let guide = Table { base: &catalog::GUIDE_2026_05, own: Node::Null };
        let Some(own) = value.filter(|value| !value.is_undefined()) else { return Ok(guide) };
        if let Some(named) = PRICE_LISTS.iter().find(|list| own.as_text() == Some(list.name)) {
            return Ok(Table { base: named, ..guide });
        }
        if own.text_at("name").is_none() || own.given("microUsdPerSecond").is_none() {
            return Err(refuse(Rule::Prices, "prices"));
        }
        let found = prices::check(own);
        if found.is_valid() { Ok(Table { own, ..guide }) } else { Err(found) }
    }

    /// Where a model's price stands: the caller's table, else the dated list (the older models have one only).
    pub fn source(&self, model: &Model) -> (&'a str, &'a str) {
        let list = model.price(self.base).map_or(self.base, |price| price.list);
        self.own.text_at("name").map_or((list.name, list.as_of), |name| (name, name))
    }

    /// Micro-dollars a second, and whether a list says so or it is the nearest listed price.
    pub fn rate(&self, model: &Model, quality: &str, sound: bool) -> (u64, bool) {
        let own = self.own.at("microUsdPerSecond").get(model.id).and_then(|rates| rates.get(quality));
        if let Some(rate) = own.and_then(Node::as_integer).and_then(|rate| u64::try_from(rate).ok()) {
            return (rate, true);
        }
        let Some(price) = model.price(self.base) else { return (0, false) };
        let listed = match price.rated {
            Rated::All => true,
            Rated::WithSound => sound,
            Rated::At720p => quality == "720p",
        };
        (u64::from(if quality == "1080p" { price.at_1080p } else { price.at_720p }), listed)
    }

    /// What of the input's length is billed.
    fn billed_input(&self, request: &Request<'_>, input: &Input) -> Span {
        let model = request.model;
        let own = self.own.at("inputSecondsCap").get(model.id).and_then(milliseconds);
        let listed = model.price(self.base).map_or(BilledInput::All, |price| price.input);
        let cap = match (own, listed) {
            (Some(cap), _) => cap,
            (_, BilledInput::Nothing) => 0,
            (_, BilledInput::All) => u64::MAX,
            (_, BilledInput::UpTo(cap)) => cap.into(),
            (_, BilledInput::EachUpTo(caps)) => {
                let cap = caps.get(input.count.saturating_sub(1));
                return input.capped_each(cap.copied().unwrap_or_default().into());
            }
        };
        input.total.at_most(cap)
    }
}

fn refuse(rule: Rule, option: &str) -> Found {
    Report::one(rule, Place::option(option))
}

/// As many input videos as are billed one by one.
const EACH_MAX: usize = 3;

/// The input videos a request is billed for.
struct Input {
    count: usize,
    /// Of the first, where all are known one by one.
    each: Option<[u64; EACH_MAX]>,
    total: Span,
    shortest: u64,
}

impl Input {
    fn read(request: &Request<'_>, options: Node<'_>) -> Input {
        let mut input = Input { count: 0, each: Some([0; EACH_MAX]), total: Span::of(0), shortest: 0 };
        if !matches!(request.model.mode, Mode::ReferenceVideo | Mode::VideoEdit) {
            return input;
        }
        let inputs = options.at("inputs");
        request.each_medium(&mut |medium| {
            if medium.limits.kind == MediaKind::Video {
                let facts = if input.count < media::MEDIA_MAX && matches!(inputs, Node::Object(_)) {
                    media::facts(request, medium.at, inputs)
                } else {
                    None
                };
                input.add(medium.limits, facts.and_then(media::millis));
            }
        });
        if let Some(ms) = milliseconds(options.at("inputSeconds"))
            && input.count > 0
        {
            input.total = Span::of(ms);
            input.each = (input.count == 1).then_some([ms, 0, 0]);
        }
        input
    }

    fn add(&mut self, limits: &MediaLimits, known: Option<u64>) {
        match (known, &mut self.each) {
            (None, each) => *each = None,
            (Some(ms), Some(each)) => {
                if let Some(place) = each.get_mut(self.count) {
                    *place = ms;
                }
            }
            _ => {}
        }
        self.count += 1;
        self.shortest = limits.min_ms;
        let unknown = Span { min: limits.min_ms, max: limits.max_ms };
        self.total = self.total.plus(known.map_or(unknown, Span::of));
    }

    /// Each video counted up to `cap`, then summed (`OpenAPI`, wan2.6-reference-video.json). Of more than [`EACH_MAX`]
    /// nothing is.
    fn capped_each(&self, cap: u64) -> Span {
        if let Some(each) = &self.each {
            return Span::of(each.iter().map(|ms| (*ms).min(cap)).sum());
        }
        let count = self.count as u64;
        let most = count * cap;
        let least = (count * self.shortest.min(cap)).min(most);
        Span { min: least, max: most.min(self.total.max).max(least) }
    }
}

/// What a request costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost<'a> {
    /// Length of the result.
    pub output: Span,
    /// Length of the input videos that are billed for.
    pub input: Span,
    /// Length billed.
    pub billed: Span,
    /// Micro-dollars a second.
    pub rate: u64,
    /// Micro-dollars, from least to most.
    pub min: u64,
    /// Micro-dollars at the most.
    pub max: u64,
    /// Whether nothing about it is unknown.
    pub exact: bool,
    /// The price table's name.
    pub prices: &'a str,
}

/// The largest whole number that JavaScript holds exactly, 2^53 - 1. Whatever does not fit 64 bits is larger.
pub const MOST: u64 = 9_007_199_254_740_991;

/// A number of at least 0, not too large to reckon with.
fn thousandths(value: Node<'_>) -> Option<u64> {
    milliseconds(value).filter(|number| *number <= MOST)
}

/// Seconds of at least 0, in milliseconds.
fn milliseconds(seconds: Node<'_>) -> Option<u64> {
    seconds.as_scaled(3).and_then(|ms| u64::try_from(ms).ok())
}

/// Past this it is the price that makes it: a thousand dollars a second.
const ABSURD_RATE: u64 = 1_000_000_000;

/// Micro-dollars for `ms` milliseconds at `rate` a second, rounded half up.
pub fn micro_usd(rate: u64, ms: u64) -> u64 {
    product(rate, ms).saturating_add(500) / 1000
}

/// As large as can be where it would not fit. Many instructions, so that they stand once.
#[inline(never)]
fn product(a: u64, b: u64) -> u64 {
    a.saturating_mul(b)
}

/// The cost of a request. `options` is an object of `inputSeconds`, `inputs` and `prices`, all optional.
///
/// # Errors
/// The issues of the fields the cost depends on, where other fields may still be missing; one of what makes it too large.
pub fn estimate<'a>(value: Node<'a>, options: Node<'a>) -> Result<Cost<'a>, Found> {
    let table = Table::read(options.get("prices"))?;
    let seconds = options.given("inputSeconds");
    if seconds.is_some_and(|value| thousandths(value).is_none()) {
        return Err(refuse(Rule::InputSeconds, "inputSeconds"));
    }
    let (request, found) = request::judge_into(Report::only(is_priced), value, Options::default());
    let Some(request) = request.filter(|_| found.is_valid()) else { return Err(found) };
    let cost = of(&request, options, &table);
    if cost.max > MOST {
        return Err(refuse(Rule::Costly, if cost.rate > ABSURD_RATE { "prices" } else { "inputSeconds" }));
    }
    Ok(cost)
}

/// Whether the price depends on what stands there. Of a list of videos that is how many there are, not which.
fn is_priced(finding: &Finding) -> bool {
    const DEPENDS: [Name; 5] =
        [name::MODEL, name::QUALITY, name::DURATION, name::GENERATION_MODE, name::GENERATE_AUDIO];
    let at = finding.place;
    let is = |name: &Name| name.number == at.field;
    at == Place::ROOT || DEPENDS.iter().any(is) || at == Place::of(name::VIDEO_URLS)
}

/// Whether the cost of a request that nobody checked is one: what it depends on could be read.
pub fn is_known(request: &Request<'_>, cost: &Cost<'_>) -> bool {
    let known = |quality: Node<'_>| quality.as_text().is_some_and(|text| QUALITIES_25.contains(&text));
    request.get(name::QUALITY).is_none_or(known)
        && request.get(name::VIDEO_URLS).is_none_or(|videos| videos.items().is_some())
        && cost.output.max > 0
}

/// The cost of a request that was validated.
pub fn of<'a>(request: &Request<'_>, options: Node<'_>, table: &Table<'a>) -> Cost<'a> {
    let input = Input::read(request, options);
    let seconds = request.integer(name::DURATION).and_then(|seconds| u64::try_from(seconds).ok());
    let duration = product(seconds.unwrap_or_default(), 1000);
    let output = match request.model.mode {
        // 0 keeps the input's length, a number cuts it (guide, section 6).
        Mode::VideoEdit => input.total.at_most(if duration == 0 { u64::MAX } else { duration }),
        _ => Span::of(duration),
    };
    let billed = table.billed_input(request, &input).plus(output);
    let quality = request.text(name::QUALITY).unwrap_or("720p");
    let (rate, listed) = table.rate(request.model, quality, request.flag(name::GENERATE_AUDIO));
    let max = micro_usd(rate, billed.max);
    let min = if listed { micro_usd(rate, billed.min) } else { 0 };
    let (prices, _) = table.source(request.model);
    Cost { output, input: input.total, billed, rate, min, max, exact: min == max, prices }
}

/// Micro-dollars for `clipsPerDay` clips of `averageSeconds` over `days` (guide, section 7, budget formula).
///
/// # Errors
/// An issue for each number of the plan that is missing, negative, not a number, or too large.
pub fn budget(plan: Node<'_>) -> Result<u64, Found> {
    let table = Table::read(plan.get("prices"))?;
    let mut report = Report::default();
    let mut number = |name: &str, default: Option<u64>| {
        let given = plan.given(name);
        given.map_or(default, thousandths).unwrap_or_else(|| {
            let is_number = matches!(given, Some(Node::Number(_)));
            let rule = if is_number { Rule::PlanRange } else { Rule::PlanType };
            report.note(rule, Place::option(name));
            0
        })
    };
    let clips = number("clipsPerDay", None);
    let ms = number("averageSeconds", None);
    let days = number("days", Some(30_000));
    let quality = match plan.given("quality") {
        None => "720p",
        Some(quality) => quality.as_text().unwrap_or_default(),
    };
    if !catalog::QUALITIES.contains(&quality) {
        report.note(Rule::PlanQuality, Place::option("quality"));
    }
    let found = report.found();
    let Some(model) = catalog::MODELS.first().filter(|_| found.is_valid()) else { return Err(found) };
    let (rate, _) = table.rate(model, quality, true);
    // Milliseconds, and thousandths of clips and days: nine places, rounded once.
    let product = rate.checked_mul(ms).zip(clips.checked_mul(days)).map(|(a, b)| billionths(a, b));
    let exact = product.filter(|micro_usd| *micro_usd <= MOST);
    exact.ok_or_else(|| {
        let large = match clips.max(ms).max(days) {
            _ if rate > ABSURD_RATE => "prices",
            most if most == clips => "clipsPerDay",
            most if most == ms => "averageSeconds",
            _ => "days",
        };
        refuse(Rule::Costly, large)
    })
}

/// `a * b / 10^9`, rounded half up, exact where the product itself would not fit.
const fn billionths(a: u64, b: u64) -> u64 {
    const UNIT: u64 = 1_000_000_000;
    let small = (a % UNIT) * (b % UNIT);
    let middle = (a % UNIT).saturating_mul(b / UNIT);
    (a / UNIT).saturating_mul(b).saturating_add(middle).saturating_add((small + UNIT / 2) / UNIT)
}

/// One row of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderCost {
    /// Who asks it.
    pub provider: &'static str,
    /// Micro-dollars a second.
    pub rate: u64,
    /// Micro-dollars for the request's output.
    pub micro_usd: u64,
    /// Whether the rate was worked out from a clip's price.
    pub approximate: bool,
    /// When it was read.
    pub as_of: String,
}

/// What providers ask for the request's output at its quality (guide, section 7); ours in full, with billed input.
/// `options` as [`estimate`] takes them.
///
/// # Errors
/// As [`estimate`].
pub fn compare(value: Node<'_>, options: Node<'_>) -> Result<(&'static str, Vec<ProviderCost>), Found> {
    let cost = estimate(value, options)?;
    beside(
        value,
        options,
        &Ours { rate: cost.rate, micro_usd: cost.max, exact: cost.exact, output: cost.output.max },
    )
}

/// What an estimate said of a request, as [`beside`] takes it.
#[derive(Clone, Copy, Debug)]
pub struct Ours {
    /// Micro-dollars a second.
    pub rate: u64,
    /// Micro-dollars at the most.
    pub micro_usd: u64,
    /// Whether it costs that.
    pub exact: bool,
    /// Milliseconds of output at the most.
    pub output: u64,
}

/// The same of a request that was estimated already, which takes none of the rules.
///
/// # Errors
/// The issues of the price table.
pub fn beside(
    value: Node<'_>,
    options: Node<'_>,
    cost: &Ours,
) -> Result<(&'static str, Vec<ProviderCost>), Found> {
    let given = Request::of(value).and_then(|request| request.text(name::QUALITY));
    let mut known = QUALITIES_25.iter().copied();
    let quality = known.find(|known| Some(*known) == given).unwrap_or("720p");
    let table = Table::read(options.get("prices"))?;
    let as_of = Request::of(value).map_or(OFFERS_AS_OF, |request| table.source(request.model).1);
    let ours = ProviderCost {
        provider: "EvoLink",
        rate: cost.rate,
        micro_usd: cost.micro_usd,
        approximate: !cost.exact,
        as_of: as_of.to_owned(),
    };
    let mut rows = vec![ours];
    rows.extend(OFFERS.iter().filter(|offer| offer.quality == quality).map(|offer| ProviderCost {
        provider: offer.provider,
        rate: offer.micro_usd_per_second,
        micro_usd: micro_usd(offer.micro_usd_per_second, cost.output),
        approximate: offer.approximate,
        as_of: OFFERS_AS_OF.to_owned(),
    }));
    Ok((quality, rows))
}
