//! js/generated/media-types.ts: as what files are sent, out of the catalogue's table of formats.

use wanreel::catalog::{Format, Kind, MODELS, Magic, MediaLimits};

use crate::text::{head, list_of};

const ABOUT: &str = "As what files are sent to a file host, and what each begins with.";

pub fn file() -> String {
    let mut out = String::from(
        "// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is matched is bytes.\n",
    );
    out.push_str(&head("src/catalog/formats.rs", ABOUT));
    out.push_str(
        "export interface MediaType {\n  /** As the host is told. */\n  readonly type: string;\n  \
         /** What its files' names end in, the usual ending first. */\n  readonly extensions: readonly string[];\n  \
         /** Other names that browsers have for the type. */\n  readonly also: readonly string[];\n  \
         /** Held against the first 16 bytes, one character a byte. */\n  readonly begins: RegExp;\n  \
         /** Whether a field of any model takes it. */\n  readonly taken: boolean;\n}\n\n\
         /** The first whose beginning fits is it. */\nexport const MEDIA_TYPES: readonly MediaType[] = [\n",
    );
    for &format in Format::ALL {
        let Some(sent) = format.sent() else { continue };
        let begins = sent.begins.map_or_else(|| pattern(format.magic()), str::to_owned);
        out.push_str(&format!(
            "  {{ type: \"{}\", extensions: {}, also: {}, begins: /^{begins}/s, taken: {} }},\n",
            sent.media_type,
            list_of(format.endings()),
            list_of(sent.also),
            limits().any(|limits| limits.formats.contains(&format.name())),
        ));
    }
    out.push_str("];\n");
    out
}

/// The limits of every medium of every model.
fn limits() -> impl Iterator<Item = &'static MediaLimits> {
    MODELS.iter().flat_map(|model| model.fields).filter_map(|field| match &field.kind {
        Kind::Media(limits) | Kind::MediaList { media: limits, .. } => Some(*limits),
        _ => None,
    })
}

fn pattern(magic: &[Magic]) -> String {
    let each: Vec<String> = magic
        .iter()
        .map(|(first, place, second)| {
            let gap = place.saturating_sub(first.len());
            let gap = if second.is_empty() { String::new() } else { format!(".{{{gap}}}") };
            format!("{}{gap}{}", bytes(first), bytes(second))
        })
        .collect();
    if each.len() == 1 { each.concat() } else { format!("(?:{})", each.join("|")) }
}

fn bytes(bytes: &[u8]) -> String {
    let one = |&byte: &u8| match byte {
        b'\r' => "\\r".to_owned(),
        b'\n' => "\\n".to_owned(),
        byte if byte.is_ascii_alphanumeric() || byte == b' ' => char::from(byte).to_string(),
        byte => format!("\\x{byte:02X}"),
    };
    bytes.iter().map(one).collect()
}
