//! Uploaded files (`OpenAPI`, upload-base64.json, upload-stream.json, upload-url.json).
//!
//! Assumed: audio and video are taken up to 100 MB, as the vendor's own clients send them (the files name four image
//! formats only); a file from a URL is a placeholder, for nothing is downloaded; error messages.

use super::base64;
use super::date;
use super::endpoint::Endpoint;
use super::host::is_web_url;
use super::http::{Body, Reply, Request};
use super::multipart;
use super::random::Random;
use super::read;
use super::video;
use super::write::Object;
use crate::catalog::UPLOAD_TTL_SECONDS;
use crate::json::Value;

static PLACEHOLDER: &[u8] = include_bytes!("placeholder.png");
const MAX_BYTES: usize = 100 << 20;

/// One stored file.
#[derive(Clone, Debug)]
struct File {
    id: String,
    place: String,
    mime: &'static str,
    /// `None`: a placeholder.
    bytes: Option<Vec<u8>>,
    uploaded_ms: u64,
}

/// All stored files.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<File>);

/// What an upload asks for.
#[derive(Default)]
struct Upload {
    /// `None`: to be fetched from a URL.
    bytes: Option<Vec<u8>>,
    declared: String,
    original_name: String,
    path: Option<String>,
    name: Option<String>,
}

impl Files {
    /// Takes an upload.
    pub fn upload(&mut self, request: &Request, origin: &str, random: &mut Random, now_ms: u64) -> Reply {
        match read_body(request) {
            Ok(upload) => self.store(upload, origin, random, now_ms),
            Err(detail) => Endpoint::Upload.error(400).reply().because(detail),
        }
    }

    fn store(&mut self, upload: Upload, origin: &str, random: &mut Random, now_ms: u64) -> Reply {
        let length = upload.bytes.as_ref().map_or(PLACEHOLDER.len(), Vec::len);
        if length > MAX_BYTES {
            return Endpoint::Upload.error(413).reply().because("the file is larger than 100 MB");
        }
        let sniffed = upload.bytes.as_deref().and_then(sniff);
        let Some((mime, extension)) = sniffed.or_else(|| known(&upload.declared, &upload.original_name))
        else {
            return Endpoint::Upload.error(400).reply().because("not an image, video or sound the API takes");
        };
        let id = format!("file_{}", random.base36(12));
        let kind = mime.split('/').next().unwrap_or_default();
        let path = upload
            .path
            .as_deref()
            .map(tidy)
            .filter(|path| !path.is_empty())
            .unwrap_or_else(|| format!("{kind}s"));
        let name = upload
            .name
            .as_deref()
            .map(tidy)
            .map(|name| name.replace('/', "-"))
            .filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| format!("{}.{extension}", random.base36(16)));
        let original = if upload.original_name.is_empty() { &name } else { &upload.original_name };
        let data = Object::new()
            .text("file_id", &id)
            .text("file_name", &name)
            .text("original_name", original)
            .number("file_size", length as u64)
            .text("mime_type", mime)
            .text("upload_path", &path)
            .text("file_url", &format!("{origin}/files/{path}/{name}"))
            .text("download_url", &format!("{origin}/api/v1/files/download/{id}"))
            .text("upload_time", &date::iso(now_ms))
            .text("expires_at", &date::iso(now_ms + 1000 * UPLOAD_TTL_SECONDS));
        let envelope = Object::new().flag("success", true).number("code", 200);
        let envelope = envelope.text("msg", "File uploaded successfully").raw("data", &data.end());
        self.0.push(File {
            id,
            place: format!("{path}/{name}"),
            mime,
            bytes: upload.bytes,
            uploaded_ms: now_ms,
        });
        Reply::json(200, envelope.end())
    }

    /// Serves a file by its place or, under `download/`, by its id.
    pub fn serve(&self, request: &Request, now_ms: u64) -> Reply {
        let route = request.route();
        let file = match (route.strip_prefix("/files/"), route.strip_prefix("/api/v1/files/download/")) {
            (Some(place), _) => self.0.iter().rfind(|file| file.place == place),
            (_, Some(id)) => self.0.iter().find(|file| file.id == id),
            _ => None,
        };
        let alive = |file: &&File| now_ms < file.uploaded_ms + 1000 * UPLOAD_TTL_SECONDS;
        let Some(file) = file.filter(alive) else { return Endpoint::File.error(404).reply() };
        match &file.bytes {
            None if file.mime.starts_with("video/") => video::serve("16x9", request),
            bytes => {
                let bytes = bytes.as_deref().unwrap_or(PLACEHOLDER);
                video::ranged(request, bytes.len(), file.mime, |start, end| {
                    Body::Bytes(bytes.get(start..end).unwrap_or_default().to_vec())
                })
            }
        }
    }
}

fn read_body(request: &Request) -> Result<Upload, &'static str> {
    let method = request.route().rsplit('/').next().unwrap_or_default();
    if method == "stream" {
        return read_stream(request);
    }
    let body = std::str::from_utf8(request.body).ok().and_then(read::json).ok_or("the body is not JSON")?;
    let field = |name| body.get(name).and_then(Value::as_text).map(str::to_owned);
    let upload = Upload { path: field("upload_path"), name: field("file_name"), ..Upload::default() };
    match method {
        "base64" => {
            let data = field("base64_data").ok_or("base64_data is required")?;
            let (declared, data) = data
                .strip_prefix("data:")
                .and_then(|url| url.split_once(";base64,"))
                .unwrap_or(("", data.as_str()));
            let bytes =
                base64::decode(data).filter(|bytes| !bytes.is_empty()).ok_or("base64_data is not base64")?;
            let original_name = upload.name.clone().unwrap_or_default();
            Ok(Upload { bytes: Some(bytes), declared: declared.to_owned(), original_name, ..upload })
        }
        "url" => {
            let url =
                field("file_url").filter(|url| is_web_url(url)).ok_or("file_url must be an http(s) URL")?;
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let original_name = path.rsplit('/').next().unwrap_or_default().to_owned();
            Ok(Upload { original_name, ..upload })
        }
        _ => Err("there are base64, stream and url"),
    }
}

fn read_stream(request: &Request) -> Result<Upload, &'static str> {
    let content_type = request.header("content-type").unwrap_or_default();
    let parts = multipart::parts(content_type, request.body).ok_or("the body is not multipart/form-data")?;
    let field = |names: [&str; 2]| {
        let part = parts.iter().find(|part| names.contains(&part.name) && part.file_name.is_none())?;
        std::str::from_utf8(part.bytes).ok().map(str::to_owned)
    };
    let file = parts.iter().find(|part| part.name == "file").ok_or("file is required")?;
    if file.bytes.is_empty() {
        return Err("file is empty");
    }
    Ok(Upload {
        bytes: Some(file.bytes.to_vec()),
        declared: file.content_type.unwrap_or_default().to_owned(),
        original_name: file.file_name.unwrap_or_default().to_owned(),
        // Both spellings (upload-stream.json).
        path: field(["upload_path", "uploadPath"]),
        name: field(["file_name", "fileName"]),
    })
}

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

/// The format a file's first bytes show.
fn sniff(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
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
    } else if at(4, b"ftyp") {
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
fn known(declared: &str, name: &str) -> Option<(&'static str, &'static str)> {
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

/// A path of plain segments: what a URL takes as it is, and nothing that climbs.
fn tidy(path: &str) -> String {
    let plain = |text: &str| -> String {
        let keep = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
        text.chars().map(|character| if keep(character) { character } else { '-' }).collect()
    };
    let segments: Vec<String> = path
        .split('/')
        .filter(|part| !part.is_empty() && !part.chars().all(|c| c == '.'))
        .map(plain)
        .collect();
    segments.join("/")
}
