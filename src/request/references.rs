//! References the prompt names (guide, section 5, character indexing): which count, which are meant, which are missing.
//! All findings are warnings, as those of shots.

use super::{Report, Request};
use crate::catalog::{REFERENCES_MAX, name};
use crate::issue::Place;
use crate::prompt::{digits, ends_in_word};
use crate::text::{cut, find, integer, natural};
use crate::words::Rule;

/// How references of one list are named: in English and in Chinese, counted from 1 (`OpenAPI`,
/// wan2.7-reference-video.json, `prompt`).
struct Names {
    english: &'static str,
    chinese: &'static str,
    list: &'static str,
    /// Words that people write instead, in small letters where there are any; the longer ones first.
    instead: &'static [&'static str],
}

static NAMES: [Names; 2] = [
    Names {
        english: "Image ",
        chinese: "图",
        list: "image_urls",
        instead: &["image", "picture", "photo", "img", "图片", "图像", "圖片", "圖像", "照片", "圖", "图"],
    },
    Names {
        english: "Video ",
        chinese: "视频",
        list: "video_urls",
        instead: &["video", "视频", "視頻", "影片"],
    },
];

/// Past this a number is a year or a size.
const NUMBER_MAX: usize = 99;

/// A reference as a finding's number has it: an image or a video, counted from 1.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    is_video: bool,
    number: usize,
}

impl Named {
    /// Out of a finding's number.
    pub fn of(code: i64) -> Named {
        Named { is_video: code >> 8 == 1, number: (code & 0xFF) as usize }
    }

    fn code(self) -> i64 {
        i64::from(self.is_video) << 8 | self.number as i64
    }

    fn names(self) -> &'static Names {
        let [image, video] = &NAMES;
        if self.is_video { video } else { image }
    }

    /// The list it is in.
    pub fn list(self) -> &'static str {
        self.names().list
    }

    /// `Image 2`.
    pub fn write(self, out: &mut String) {
        self.write_like(out, "");
    }

    /// How the prompt names it in a form that does not count: `image1`, `图片1`, `图一`, `图１`.
    pub fn said(self, prompt: &str) -> Option<&str> {
        self.names().instead.iter().find_map(|word| meant(prompt, word, self.number))
    }

    /// How that should have been said, in the same language.
    pub fn write_like(self, out: &mut String, said: &str) {
        let Names { english, chinese, .. } = *self.names();
        out.push_str(if said.is_ascii() { english } else { chinese });
        integer(out, self.number as i64);
    }
}

/// Notes references the prompt names but the request lacks, and the other way round. With a single reference the prompt
/// need not name it.
pub fn check(request: &Request<'_>, images: usize, videos: usize, report: &mut Report) {
    let prompt = request.prompt();
    for (is_video, count) in [(false, images), (true, videos)] {
        let mut note = |rule, reference: Named| {
            report.count(rule, Place::of(name::PROMPT), reference.code(), count as i64);
        };
        let reference = |number| Named { is_video, number };
        let Names { english, chinese, .. } = *reference(0).names();
        let mut named = 0;
        each_named(prompt, english, &mut named);
        each_named(prompt, chinese, &mut named);
        for number in (0..=NUMBER_MAX).filter(|number| has(named, *number)) {
            if number == 0 || number > count {
                note(Rule::ReferenceMissing, reference(number));
            }
        }
        // A list over the limit is refused as such.
        for number in (1..=count.min(REFERENCES_MAX)).filter(|number| !has(named, *number)) {
            if reference(number).said(prompt).is_some() {
                note(Rule::ReferenceMeant, reference(number));
            } else if images + videos > 1 {
                note(Rule::ReferenceUnused, reference(number));
            }
        }
    }
}

/// Whether the number is among those noted, one bit each.
fn has(named: u128, number: usize) -> bool {
    named >> number & 1 == 1
}

/// Notes the numbers with which `prompt` names references after `word`.
fn each_named(prompt: &str, word: &str, named: &mut u128) {
    let mut rest = prompt;
    while let Some(at) = find(rest, word) {
        let (before, after) = cut(rest, at);
        rest = cut(after, word.len()).1;
        let number = digits(rest).and_then(|(digits, _)| natural(digits));
        if let Some(number) = number.filter(|number| *number <= NUMBER_MAX as u64)
            && !is_inside_word(before, word)
        {
            *named |= 1 << number;
        }
    }
}

/// Chinese words stand without spaces around them, but make others: a map, an illustration, an attempt, a short video.
fn is_inside_word(before: &str, word: &str) -> bool {
    if word.is_ascii() {
        ends_in_word(before)
    } else {
        before.ends_with(['地', '插', '截', '视', '短', '试', '企', '意', '力', '贪'])
    }
}

/// How the prompt names that reference in a form that does not count: `image1`, `图片1`, `图一`, `图１`.
fn meant<'p>(prompt: &'p str, word: &str, number: usize) -> Option<&'p str> {
    let mut rest = prompt;
    while let Some(at) = find_any_case(rest, word) {
        let (before, after) = cut(rest, at);
        rest = cut(after, word.len()).1;
        if let Some(end) = numeral(rest).filter(|(found, _)| *found == number).map(|(_, end)| end)
            && !is_inside_word(before, word)
        {
            return Some(cut(after, word.len() + rest.len() - end.len()).0);
        }
    }
    None
}

/// Where `word` first stands in `text`, its letters in capitals or not.
fn find_any_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// A number up to [`NUMBER_MAX`] in digits, full-width ones too, or in one Chinese numeral; and what follows it.
fn numeral(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_start_matches([' ', '#', '-', '_', '\u{3000}']);
    let mut rest = text.chars();
    let mut number = 0;
    while let Some(digit) = rest.as_str().chars().next().and_then(digit).filter(|_| number <= NUMBER_MAX) {
        number = number * 10 + digit;
        rest.next();
    }
    if rest.as_str().len() < text.len() {
        return Some((number, rest.as_str()));
    }
    let place = "一二三四五".chars().position(|numeral| text.starts_with(numeral))?;
    rest.next();
    // With these the numeral counts something else, or is half a word: 一个, 一起, 一开始.
    let goes_on = rest.as_str().starts_with([
        '个', '些', '下', '直', '起', '边', '开', '样', '段', '旦', '共', '同', '时', '定', '般', '切', '张',
        '种', '次', '幅', '部', '条', '十', '百', '千', '万', '秒', '分',
    ]);
    (!goes_on).then_some((place + 1, rest.as_str()))
}

fn digit(character: char) -> Option<usize> {
    let from = if character.is_ascii_digit() { '0' } else { '０' };
    let value = (character as usize).wrapping_sub(from as usize);
    (value < 10).then_some(value)
}
