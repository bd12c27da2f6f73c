//! TypeScript and Markdown, as text.

/// The widest line that the formatter leaves alone.
const WIDTH: usize = 120;

/// The head of a file.
pub fn head(source: &str, about: &str) -> String {
    format!("// Written by the build from {source}: change it there.\n\n/** {about} */\n\n")
}

/// A comment before a declaration, in as many lines as it takes; nothing where there is nothing to say.
pub fn doc(indent: &str, text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let single = format!("{indent}/** {text} */\n");
    if single.chars().count() <= WIDTH {
        return single;
    }
    let mut out = format!("{indent}/**\n");
    let mut line = format!("{indent} *");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = format!("{indent} *");
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&format!("{line}\n{indent} */\n"));
    out
}

/// `"a" | "b"`.
pub fn union(values: &[&str]) -> String {
    values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(" | ")
}

/// `["a", "b"]`.
pub fn list_of(values: &[&str]) -> String {
    format!("[{}]", values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", "))
}

/// `a, b or c`.
pub fn either(values: &[&str]) -> String {
    match values {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Words with hyphens or underscores, as one in PascalCase.
pub fn pascal(words: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    words.split(['-', '_']).map(capital).collect()
}

/// A table of Markdown with two columns.
pub fn table(head: [&str; 2], rows: impl Iterator<Item = [String; 2]>) -> String {
    cells(&head, rows.map(Vec::from))
}

/// A table of Markdown.
pub fn cells(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|&cell| cell.to_owned()).collect());
    out.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
    for row in rows {
        out.push_str(&line(row));
    }
    out.trim_end().to_owned()
}
