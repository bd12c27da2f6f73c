//! What the server made of a request: accepted, or why not.

use super::host::is_web_url;
use crate::catalog::{MediaKind, MediaLimits, Model};
use crate::json::Value;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field, where it is one.
    pub param: Option<String>,
    /// The API's wording, where one is documented for this very mistake.
    pub message: Option<String>,
    /// What is wrong, in our words.
    pub detail: String,
}

impl Refusal {
    /// A field's mistake.
    pub fn of(param: &str, detail: impl Into<String>) -> Self {
        Refusal { param: Some(param.to_owned()), message: None, detail: detail.into() }
    }

    /// A mistake the documents give the wording for.
    pub fn worded(param: &str, message: String) -> Self {
        Refusal { param: Some(param.to_owned()), detail: message.clone(), message: Some(message) }
    }
}

/// What the server made of a request.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The model.
    pub model: &'static Model,
    /// 480p, 720p or 1080p.
    pub quality: String,
    /// Where the model has one.
    pub aspect_ratio: Option<String>,
    /// As asked for or by default, in seconds.
    pub duration: u64,
    /// Whether a clip is continued.
    pub continuation: bool,
    /// Every medium, in the order of the request.
    pub media: Vec<(String, &'static MediaLimits)>,
    /// Where to post the finished task.
    pub callback_url: Option<String>,
    /// Texts over their limit, which the server cuts (`OpenAPI`: "overflow is auto-truncated").
    pub truncated: Vec<String>,
    /// Fields the model does not know.
    pub unknown: Vec<String>,
}

impl Accepted {
    /// The input videos.
    pub fn videos(&self) -> impl Iterator<Item = &str> {
        self.media.iter().filter(|(_, limits)| limits.kind == MediaKind::Video).map(|(url, _)| url.as_str())
    }

    /// Notes one medium.
    pub(super) fn medium(
        &mut self,
        path: &str,
        limits: &'static MediaLimits,
        value: &Value,
    ) -> Result<(), Refusal> {
        match value.as_text() {
            Some(url) if is_web_url(url) => self.media.push((url.to_owned(), limits)),
            _ => return Err(Refusal::of(path, format!("{path} must be an absolute http(s) URL"))),
        }
        Ok(())
    }
}
