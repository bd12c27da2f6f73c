//! Uploaded files, kept for 72 hours (`OpenAPI`, upload-*.json).
//!
//! Assumed: audio and video are taken up to 100 MB, as the vendor's own clients send them (the files name four image
//! formats only); a file from a URL is a placeholder, for nothing is downloaded; the size of the quota (the files say
//! that there is one, and that uploads fail once it is used up) and that expired files free it; error messages.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date;
use super::endpoint::Endpoint;
use super::format;
use super::http::{Reply, Request};
use super::random::{Random, base36};
use super::upload::{Upload, read_body};
use super::video::{self, Cache, Entity, Video};
use super::write::Object;
use crate::catalog::UPLOAD_TTL_SECONDS;

static PLACEHOLDER: &[u8] = include_bytes!("placeholder.png");
/// The largest file, in bytes.
pub const MAX_BYTES: usize = 100 << 20;
/// What stands for a video that is not fetched.
const PLACEHOLDER_VIDEO: Video = Video { width: 1280, height: 720, ms: 5_000, sound: true, palette: 0 };

/// One stored file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct File {
    id: String,
    place: String,
    mime: String,
    /// `None`: a placeholder.
    #[serde(serialize_with = "pack", deserialize_with = "unpack")]
    bytes: Option<Vec<u8>>,
    uploaded_ms: u64,
}

impl File {
    /// Its bytes, where it is no placeholder.
    pub fn bytes(&self) -> Option<&[u8]> {
        self.bytes.as_deref()
    }

    fn is_alive(&self, now_ms: u64) -> bool {
        now_ms < self.uploaded_ms + 1000 * UPLOAD_TTL_SECONDS
    }
}

// serde hands over the field as it is.
#[allow(clippy::ref_option)]
fn pack<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    bytes.as_ref().map(|bytes| STANDARD.encode(bytes)).serialize(serializer)
}

fn unpack<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| STANDARD.decode(text)).transpose().map_err(serde::de::Error::custom)
}

/// All stored files.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Files(Vec<File>);

/// What an upload meets.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Where files are linked to.
    pub origin: &'a str,
    /// Most bytes held together.
    pub quota: u64,
    /// Milliseconds since 1970.
    pub now_ms: u64,
}

impl Files {
    /// Takes an upload.
    pub fn upload(&mut self, request: &Request, random: &mut Random, place: Place) -> Reply {
        match read_body(request) {
            Ok(upload) => self.store(upload, random, place),
            Err(detail) => Endpoint::Upload.error(400).reply().because(detail),
        }
    }

    fn store(&mut self, upload: Upload, random: &mut Random, place: Place) -> Reply {
        let Place { origin, quota, now_ms } = place;
        let length = upload.bytes.as_ref().map_or(PLACEHOLDER.len(), Vec::len);
        if length > MAX_BYTES {
            return Endpoint::Upload.error(413).reply().because("the file is larger than 100 MB");
        }
        self.0.retain(|file| file.is_alive(now_ms));
        let held: usize = self.0.iter().filter_map(File::bytes).map(<[u8]>::len).sum();
        if (held + length) as u64 > quota {
            let mut failure = Endpoint::Upload.error(507);
            failure.message = format!("Insufficient storage quota: {held} of {quota} bytes are used");
            return failure.reply().because(format!(
                "the file's {length} bytes do not fit into the upload quota; files leave it after 72 hours"
            ));
        }
        let sniffed = upload.bytes.as_deref().and_then(format::sniff);
        let claimed = || format::claimed(&upload.declared, &upload.original_name);
        // What a URL without an extension holds is only known to who fetches it, which is not done here.
        let unseen = upload.bytes.is_none() && !upload.original_name.contains('.');
        let fetched = || unseen.then_some(format::PLACEHOLDER);
        let Some((mime, extension)) = sniffed.or_else(claimed).or_else(fetched) else {
            return Endpoint::Upload.error(400).reply().because("not an image, video or sound the API takes");
        };
        let id = format!("file_{}", base36(random, 12));
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
        let name = name.unwrap_or_else(|| format!("{}.{extension}", base36(random, 16)));
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
            mime: mime.to_owned(),
            bytes: upload.bytes,
            uploaded_ms: now_ms,
        });
        Reply::json(200, envelope.end())
    }

    /// The file a path leads to: by its place or, under `download/`, by its id.
    pub fn find(&self, route: &str, now_ms: u64) -> Option<&File> {
        let file = match (route.strip_prefix("/files/"), route.strip_prefix("/api/v1/files/download/")) {
            (Some(place), _) => self.0.iter().rfind(|file| file.place == place),
            (_, Some(id)) => self.0.iter().find(|file| file.id == id),
            _ => None,
        };
        file.filter(|file| file.is_alive(now_ms))
    }

    /// Serves a file.
    pub fn serve(&self, request: &Request, videos: &mut Cache, now_ms: u64) -> Reply {
        let Some(file) = self.find(request.route(), now_ms) else {
            return Endpoint::File.error(404).reply();
        };
        let made;
        let bytes = match file.bytes() {
            Some(bytes) => bytes,
            None if file.mime.starts_with("video/") => {
                made = videos.get(PLACEHOLDER_VIDEO);
                &made
            }
            None => PLACEHOLDER,
        };
        let entity = Entity { bytes, mime: &file.mime, tag: &file.id, modified_ms: file.uploaded_ms };
        video::serve(request, &entity)
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
