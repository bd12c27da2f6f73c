//! Which kind of file it is: by its first bytes, else by what its sender claims (`OpenAPI`, upload-base64.json:
//! "automatically identifies file types"; how it does is assumed).

/// MIME type and extension of each format taken.
const FORMATS: [(&str, &str); 8] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("video/mp4", "mp4"),
    ("video/quicktime", "mov"),
    ("audio/wav", "wav"),
    ("audio/mpeg", "mp3"),
];

/// What stands for a file that is not fetched.
pub const PLACEHOLDER: (&str, &str) = FORMATS[1];
/// Brands of the ISO container that hold a still image (HEIF, AVIF), which the API does not take.
const STILLS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif"];

/// The format a file's first bytes show.
pub fn sniff(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    let extension = if at(0, b"\xFF\xD8\xFF") {
        "jpg"
    } else if at(0, b"\x89PNG\r\n\x1A\n") {
        "png"
    } else if at(0, b"GIF8") {
        "gif"
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        "webp"
    } else if at(4, b"ftypqt") {
        "mov"
    } else if at(4, b"ftyp") && !STILLS.iter().any(|brand| at(8, brand)) {
        "mp4"
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        "wav"
    } else if at(0, b"ID3") || at(0, b"\xFF\xFB") || at(0, b"\xFF\xF3") || at(0, b"\xFF\xF2") {
        "mp3"
    } else {
        return None;
    };
    FORMATS.into_iter().find(|(_, known)| *known == extension)
}

/// The format its sender or its name claims, where the bytes show none.
pub fn claimed(declared: &str, name: &str) -> Option<(&'static str, &'static str)> {
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let declared = match declared.as_str() {
        "image/jpg" => "image/jpeg",
        "audio/mp3" => "audio/mpeg",
        "audio/x-wav" | "audio/wave" => "audio/wav",
        other => other,
    };
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let extension = if extension == "jpeg" { "jpg" } else { &extension };
    let by = |wanted: fn(&(&'static str, &'static str)) -> &'static str, text: &str| {
        FORMATS.into_iter().find(|format| wanted(format) == text)
    };
    by(|format| format.0, declared).or_else(|| by(|format| format.1, extension))
}
