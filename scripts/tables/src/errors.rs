//! The error classes: those that add nothing to `ApiError` whole, the others by name, and their table on a page of the documentation.

use wanreel::error_class::{Class, Shape};

use crate::text::{doc, head, table};

/// The classes of the API's answers.
pub fn file() -> String {
    let mut out = head("src/error_class.rs", "The classes of what the API answers, by what to do about it.");
    out.push_str("import { ApiError, ContentPolicyError } from \"../errors/api.js\";\n");
    out.push_str("import { named } from \"../errors/wan-error.js\";\n\n");
    for class in Class::ALL.iter().filter(|class| class.shape() == Shape::Plain) {
        let name = class.name();
        out.push_str(&doc("", &about(*class)));
        out.push_str(&format!("export class {name} extends ApiError {{}}\nnamed({name}, \"{name}\");\n\n"));
    }
    out.push_str("export { ContentPolicyError };\n");
    out
}

/// What it is about, with its status before.
fn about(class: Class) -> String {
    match class.status() {
        "" => class.about().to_owned(),
        status => format!("{status}: {}", class.about()),
    }
}

/// The part of a page.
pub fn part() -> String {
    let rows = Class::ALL.iter().map(|class| {
        let fields = match class.fields() {
            "" => String::new(),
            fields => format!(" `{{ {fields} }}`"),
        };
        [format!("`{}`{fields}", class.name()), about(*class)]
    });
    table(["class", "when"], rows)
}
