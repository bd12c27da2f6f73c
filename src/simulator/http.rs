//! What goes in and out of the machine: a request, a reply, and what the network does to the reply.

use super::write::Object;

/// One HTTP request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// Path and query.
    pub path: &'a str,
    /// The host it was sent to; routing ignores it, the log keeps it.
    pub host: &'a str,
    /// Where results and files are to be linked to; `None`: [`super::Options::public_url`].
    pub origin: Option<&'a str>,
    /// Headers, names in lower case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body; of a form, its file's bytes.
    pub body: &'a [u8],
    /// What else a form held, where the body was one.
    pub form: Option<Form<'a>>,
    /// Whether the body was longer than [`super::Simulator::body_limit`] allows, and was not read to its end.
    pub unread: bool,
}

/// A `multipart/form-data` body, taken apart by the platform.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The file's name and type, where there is one.
    pub file: Option<(&'a str, &'a str)>,
    /// The fields that are text.
    pub fields: &'a [(&'a str, &'a str)],
}

impl<'a> Request<'a> {
    /// The header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// The path without its query.
    pub fn route(&self) -> &'a str {
        self.path.split(['?', '#']).next().unwrap_or_default()
    }

    /// Whether the body is said to be JSON (`OpenAPI`: application/json is the one type the API takes). Assumed: the
    /// server goes by what the header says, not by what the body looks like.
    pub fn is_json(&self) -> bool {
        let mime = self.header("content-type").and_then(|value| value.split(';').next()).unwrap_or_default();
        mime.trim().eq_ignore_ascii_case("application/json")
    }

    /// How the body is still packed: what reads requests unpacks gzip and deflate, and then this header is gone.
    pub fn packed(&self) -> Option<&'a str> {
        self.header("content-encoding").filter(|coding| !coding.trim().eq_ignore_ascii_case("identity"))
    }

    /// The Bearer token, where one is sent.
    pub fn token(&self) -> Option<&'a str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    }
}

/// What a reply carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// Bytes of a video or of an uploaded file.
    Bytes(Vec<u8>),
}

/// How a connection ends before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It never came about.
    Refused,
    /// No byte of the answer arrives.
    Dropped,
    /// Half of the body arrives.
    Halfway,
    /// Nothing happens, ever.
    Hanging,
}

/// What the network does to a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transport {
    /// Wait this long before the first byte, in milliseconds.
    pub delay_ms: u64,
    /// Stretch the body over this long, in milliseconds.
    pub trickle_ms: u64,
    /// How the connection breaks, where it does.
    pub cut: Option<Cut>,
    /// The error's wording, where the fault asks for one: engines differ.
    pub message: Option<String>,
    /// The system's error code ("ECONNRESET", "ENOTFOUND"), where the fault asks for one.
    pub code: Option<String>,
}

/// One HTTP reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// What happens to it on the way.
    pub transport: Transport,
    /// Why the request was refused, for the log and the `x-simulator-detail` header; the API itself says less.
    pub detail: Option<String>,
}

impl Reply {
    /// A reply without a body.
    pub fn empty(status: u16) -> Self {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Empty,
            transport: Transport::default(),
            detail: None,
        }
    }

    /// A reply with text of that type.
    pub fn text(status: u16, content_type: &str, text: String) -> Self {
        let mut reply = Reply::empty(status).with("content-type", content_type);
        reply.body = Body::Text(text);
        reply
    }

    /// A JSON reply.
    pub fn json(status: u16, json: String) -> Self {
        Reply::text(status, "application/json; charset=utf-8", json)
    }

    /// The same with one header more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    /// The same with a reason for the log.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Sets a header.
    pub fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(key, _)| key != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Everything but text and bytes, as JSON for the JavaScript side.
    pub fn head(&self) -> String {
        let headers =
            self.headers.iter().fold(Object::new(), |object, (name, value)| object.text(name, value));
        let head = Object::new().number("status", u64::from(self.status)).raw("headers", &headers.end());
        let cut = self.transport.cut.map(|cut| match cut {
            Cut::Refused => "refused",
            Cut::Dropped => "dropped",
            Cut::Halfway => "halfway",
            Cut::Hanging => "hanging",
        });
        head.number("delayMs", self.transport.delay_ms)
            .number("trickleMs", self.transport.trickle_ms)
            .maybe("cut", cut)
            .maybe("message", self.transport.message.as_deref())
            .maybe("code", self.transport.code.as_deref())
            .end()
    }
}

#[cfg(test)]
impl<'a> Request<'a> {
    /// A GET with these headers.
    pub const fn get(headers: &'a [(&'a str, &'a str)]) -> Request<'a> {
        let (method, path, host, origin) = ("GET", "/", "", None);
        Request { method, path, host, origin, headers, body: b"", form: None, unread: false }
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    fn token<'a>(headers: &'a [(&'a str, &'a str)]) -> Option<&'a str> {
        Request::get(headers).token()
    }

    #[test]
    fn only_a_bearer_token_counts() {
        assert_eq!(token(&[("authorization", "Bearer k")]), Some("k"));
        assert_eq!(token(&[("authorization", "bearer  k ")]), Some("k"));
        assert_eq!(token(&[("authorization", "Basic k")]), None);
        assert_eq!(token(&[("authorization", "Bearer ")]), None);
        assert_eq!(token(&[]), None);
    }
}
