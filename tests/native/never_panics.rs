//! Nothing that comes in makes anything panic: in a WebAssembly module a panic ends it for good.

use wanreel::request::{self, Options};
use wanreel::tape::Document;

use crate::made_up::{Random, bend, read_all, value};
use crate::support::cases;

fn run(seed: u64, count: u32) {
    let mut random = Random(seed);
    let (mut document, mut beside) = (String::new(), String::new());
    for _ in 0..count {
        document.clear();
        beside.clear();
        value(&mut random, 0, &mut document);
        value(&mut random, 0, &mut beside);
        let outcome = std::panic::catch_unwind(|| {
            let parse = |text| Document::parse(text).expect("what is made up is well formed");
            read_all(&parse(&document), &parse(&beside));
        });
        assert!(outcome.is_ok(), "panics on\n{document}\nbeside\n{beside}");
    }
}

macro_rules! seeds {
    ($($name:ident = $seed:literal,)*) => { $(#[test] fn $name() { run($seed, cases(40_000)); })* };
}

// Several tests, so that they run side by side.
seeds! { first = 1, second = 2, third = 3, fourth = 4, }

/// Cut or bent anywhere, a document is read or refused.
#[test]
fn broken_documents() {
    let mut random = Random(5);
    let mut document = String::new();
    for _ in 0..cases(20_000) {
        document.clear();
        value(&mut random, 0, &mut document);
        bend(&mut random, &mut document);
        if let Some(document) = Document::parse(&document) {
            request::validate(document.tape().root(), Options::default());
        }
    }
}
