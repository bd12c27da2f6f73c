//! Uploaded files, kept for 72 hours (`OpenAPI`, upload-*.json).
//!
//! Assumed: audio and video are taken up to 100 MB, as the vendor's own clients send them (the files name four image
//! formats only); a file from a URL is a placeholder, for nothing is downloaded; error messages.

use super::date;
use super::endpoint::Endpoint;
use super::format;
use super::http::{Body, Reply, Request};
use super::random::Random;
use super::upload::{Upload, read_body};
use super::video;
use super::write::Object;
use crate::catalog::UPLOAD_TTL_SECONDS;

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
        let sniffed = upload.bytes.as_deref().and_then(format::sniff);
        let claimed = || format::claimed(&upload.declared, &upload.original_name);
        // What a URL without an extension holds is only known to who fetches it, which is not done here.
        let unseen = upload.bytes.is_none() && !upload.original_name.contains('.');
        let fetched = || unseen.then_some(format::PLACEHOLDER);
        let Some((mime, extension)) = sniffed.or_else(claimed).or_else(fetched) else {
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
