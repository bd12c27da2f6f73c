//! Text by hand, held against the standard library.

use proptest::prelude::*;
use wanreel::text::{decimal, find, integer, is_blank, length, natural, split_once, trim, weight};

use crate::support::config;

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn searching(text in "[ab{}é]{0,12}", part in "[ab{}é]{1,3}") {
        prop_assert_eq!(find(&text, &part), text.find(&part));
        prop_assert_eq!(split_once(&text, &part), text.split_once(&part));
    }

    #[test]
    fn counting(text: String) {
        prop_assert_eq!(length(&text), text.chars().count());
    }

    /// As JavaScript's trim: as Rust's, but for U+0085 (no space there) and U+FEFF (one).
    #[test]
    fn trimming(text in "[ a\t\n\u{A0}\u{3000}\u{2003}\u{FEFF}\u{85}é]{0,8}") {
        let space = |c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{FEFF}';
        prop_assert_eq!(trim(&text), text.trim_matches(space));
        prop_assert_eq!(is_blank(&text), text.chars().all(space));
    }

    #[test]
    fn weighing(latin in "[a-zé .]{0,12}", han in "[一-龥]{0,9}", enough in 0_usize..9) {
        prop_assert_eq!(weight(&latin, enough), length(&latin).min(enough));
        prop_assert_eq!(weight(&han, enough), 3 * length(&han).min(enough));
    }

    #[test]
    fn whole_numbers(number: i64, natural_number: u64) {
        let mut out = String::new();
        integer(&mut out, number);
        prop_assert_eq!(out, number.to_string());
        prop_assert_eq!(natural(&natural_number.to_string()), Some(natural_number));
    }

    #[test]
    fn decimals(value: u64, places in 0_u32..7) {
        let mut out = String::new();
        decimal(&mut out, value, places);
        prop_assert!(!out.contains('.') || !out.ends_with(['0', '.']));
        let (whole, fraction) = out.split_once('.').unwrap_or((&out, ""));
        let padded = format!("{whole}{fraction:0<width$}", width = places as usize);
        prop_assert_eq!(padded.parse::<u64>().unwrap(), value);
    }
}

#[test]
fn white_space_is_all_of_javascripts() {
    let spaces =
        (0..=0x10_FFFF_u32).filter_map(char::from_u32).filter(|c| wanreel::text::is_space(*c)).count();
    assert_eq!(spaces, 25);
    for blank in ["", "\u{3000}", " \t\r\n\u{B}\u{C}", "\u{2028}\u{2029}", "\u{1680}\u{202F}\u{205F}"] {
        assert!(is_blank(blank), "{blank:?}");
    }
    assert!(!is_blank("\u{200B}"), "a zero-width space is no space");
}

#[test]
fn digits_too_many() {
    assert_eq!(natural("18446744073709551615"), Some(u64::MAX));
    assert_eq!(natural("18446744073709551616"), Some(u64::MAX));
    assert_eq!(natural(&"9".repeat(400)), Some(u64::MAX));
    assert_eq!(natural("0000000000000000000000000000001"), Some(1));
    for none in ["", " 1", "-1", "+1", "1.0", "１"] {
        assert_eq!(natural(none), None, "{none}");
    }
}
