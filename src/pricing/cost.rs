//! What a request costs, before it is paid. Integer micro-dollars and milliseconds throughout (guide, section 7).

use crate::catalog::{
    self, BilledInput, MediaKind, Mode, Model, Name, OFFERS, OFFERS_AS_OF, PRICE_LISTS, PriceList,
    QUALITIES_25, Rated, name,
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

    fn map(self, change: impl Fn(u64) -> u64) -> Span {
        Span { min: change(self.min), max: change(self.max) }
    }
}

/// A price table: one of ours, or the caller's own.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    base: &'static PriceList,
    own: Option<Node<'a>>,
}

impl<'a> Table<'a> {
    /// The table a caller names or gives; the guide's where nothing is given.
    ///
    /// # Errors
    /// An issue at `prices` where the name is unknown or the table lacks one; below it for each wrong entry.
    pub fn read(value: Option<Node<'a>>) -> Result<Table<'a>, Found> {
        let guide = Table { base: &catalog::GUIDE_2026_05, own: None };
        match value {
            None => Ok(guide),
            Some(value) if value.is_undefined() => Ok(guide),
            Some(Node::Text(name)) if PRICE_LISTS.iter().any(|list| list.name == name) => {
                let named = PRICE_LISTS.into_iter().find(|list| list.name == name);
                Ok(Table { base: named.unwrap_or(guide.base), own: None })
            }
            Some(own)
                if own.get("name").and_then(Node::as_text).is_some()
                    && own.get("microUsdPerSecond").is_some_and(|rates| !rates.is_undefined()) =>
            {
                let found = prices::check(own);
                if found.is_valid() { Ok(Table { own: Some(own), ..guide }) } else { Err(found) }
            }
            Some(_) => Err(refuse(Rule::Prices, "prices")),
        }
    }

    /// Where a model's price stands: the caller's table, else the dated list (the older models have one only).
    pub fn source(&self, model: &Model) -> (&'a str, &'a str) {
        if let Some(name) = self.own.and_then(|own| own.get("name")).and_then(Node::as_text) {
            return (name, name);
        }
        let list = model.price(self.base).map_or(self.base, |price| price.list);
        (list.name, list.as_of)
    }

    /// Micro-dollars a second, and whether a list says so or it is the nearest listed price.
    pub fn rate(&self, model: &Model, quality: &str, sound: bool) -> (u64, bool) {
        let own =
            self.own.and_then(|own| own.get("microUsdPerSecond")?.get(model.id)?.get(quality)?.as_integer());
        if let Some(rate) = own.and_then(|rate| u64::try_from(rate).ok()) {
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
        let own = self.own.and_then(|own| own.get("inputSecondsCap")?.get(model.id)?.as_scaled(3));
        if let Some(cap) = own {
            return input.total.map(|ms| ms.min(u64::try_from(cap).unwrap_or_default()));
        }
        match model.price(self.base).map_or(BilledInput::All, |price| price.input) {
            BilledInput::Nothing => Span::of(0),
            BilledInput::All => input.total,
            BilledInput::UpTo(cap) => input.total.map(|ms| ms.min(u64::from(cap))),
            BilledInput::EachUpTo(caps) => {
                input.capped_each(caps.get(input.count.saturating_sub(1)).copied().unwrap_or_default().into())
            }
        }
    }
}

fn refuse(rule: Rule, option: &str) -> Found {
    Report::one(rule, Place::option(option))
}

/// The input videos a request is billed for.
struct Input {
    count: usize,
    /// Of each, where it is known one by one.
    each: Option<Vec<u64>>,
    total: Span,
    shortest: u64,
}

impl Input {
    fn read(request: &Request<'_>, options: Node<'_>) -> Input {
        let mut input = Input { count: 0, each: Some(Vec::new()), total: Span::of(0), shortest: 0 };
        if !matches!(request.model.mode, Mode::ReferenceVideo | Mode::VideoEdit) {
            return input;
        }
        let inputs = options.get("inputs");
        request.each_medium(&mut |medium| {
            if medium.limits.kind == MediaKind::Video {
                let inputs = inputs.filter(|_| input.count < media::MEDIA_MAX);
                input.add(
                    medium,
                    inputs
                        .and_then(|inputs| media::facts(request, medium.at, inputs))
                        .and_then(media::millis),
                );
            }
        });
        let given = options.get("inputSeconds").and_then(|seconds| seconds.as_scaled(3));
        if let Some(ms) = given.and_then(|ms| u64::try_from(ms).ok())
            && input.count > 0
        {
            input.total = Span::of(ms);
            input.each = (input.count == 1).then(|| vec![ms]);
        }
        input
    }

    fn add(&mut self, medium: &media::Medium<'_>, known: Option<u64>) {
        let limits = medium.limits;
        let span = known.map_or(Span { min: limits.min_ms, max: limits.max_ms }, Span::of);
        self.count += 1;
        self.shortest = limits.min_ms;
        self.total = Span {
            min: self.total.min.saturating_add(span.min),
            max: self.total.max.saturating_add(span.max),
        };
        match (&mut self.each, known) {
            (Some(each), Some(ms)) => each.push(ms),
            (each, _) => *each = None,
        }
    }

    /// Each video counted up to `cap`, then summed (`OpenAPI`, wan2.6-reference-video.json).
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
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
    pub prices: String,
}

/// The largest whole number that JavaScript holds exactly, 2^53 - 1. Whatever does not fit 64 bits is larger.
pub const MOST: u64 = 9_007_199_254_740_991;

/// A number of at least 0, not too large to reckon with.
fn thousandths(value: Node<'_>) -> Option<u64> {
    value.as_scaled(3).and_then(|number| u64::try_from(number).ok()).filter(|number| *number <= MOST)
}

/// Past this it is the price that makes it: a thousand dollars a second.
const ABSURD_RATE: u64 = 1_000_000_000;

/// Micro-dollars for `ms` milliseconds at `rate` a second, rounded half up.
pub const fn micro_usd(rate: u64, ms: u64) -> u64 {
    rate.saturating_mul(ms).saturating_add(500) / 1000
}

/// The cost of a request. `options` is an object of `inputSeconds`, `inputs` and `prices`, all optional.
///
/// # Errors
/// The issues of the fields the cost depends on, where other fields may still be missing; one of what makes it too large.
pub fn estimate(value: Node<'_>, options: Node<'_>) -> Result<Cost, Found> {
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
pub fn is_known(request: &Request<'_>, cost: &Cost) -> bool {
    let known = |quality: Node<'_>| quality.as_text().is_some_and(|text| QUALITIES_25.contains(&text));
    request.get(name::QUALITY).is_none_or(known)
        && request.get(name::VIDEO_URLS).is_none_or(|videos| videos.items().is_some())
        && cost.output.max > 0
}

/// The cost of a request that was validated.
pub fn of(request: &Request<'_>, options: Node<'_>, table: &Table<'_>) -> Cost {
    let input = Input::read(request, options);
    let duration = request
        .integer(name::DURATION)
        .and_then(|seconds| u64::try_from(seconds).ok())
        .unwrap_or_default()
        .saturating_mul(1000);
    let output = match request.model.mode {
        // 0 keeps the input's length, a number cuts it (guide, section 6).
        Mode::VideoEdit => input.total.map(|ms| if duration == 0 { ms } else { ms.min(duration) }),
        _ => Span::of(duration),
    };
    let billed_input = table.billed_input(request, &input);
    let billed = Span {
        min: billed_input.min.saturating_add(output.min),
        max: billed_input.max.saturating_add(output.max),
    };
    let quality = request.text(name::QUALITY).unwrap_or("720p");
    let (rate, listed) = table.rate(request.model, quality, request.flag(name::GENERATE_AUDIO));
    let max = micro_usd(rate, billed.max);
    let min = if listed { micro_usd(rate, billed.min) } else { 0 };
    Cost {
        output,
        input: input.total,
        billed,
        rate,
        min,
        max,
        exact: min == max,
        prices: table.source(request.model).0.to_owned(),
    }
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
