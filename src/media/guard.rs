//! Which URLs are fetched, and where an answer leads: pure, so that the tests can run it without a network.

use crate::url;

/// As many redirects as a page follows. Source: the Fetch standard, "HTTP-redirect fetch".
pub const MAX_REDIRECTS: u32 = 20;

/// Why a URL is not fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no absolute http or https URL.
    NotHttp,
    /// A name or password stands in it.
    Credentials,
    /// Its host is not on the public internet: see [`url::Host::is_public`].
    NotPublic,
}

/// Judges a URL as the runtime spells it. A host is judged by its name: what a name resolves to is not seen.
///
/// # Errors
/// Why it is not to be fetched.
pub fn check(href: &str, private_hosts: bool) -> Result<(), Refused> {
    let url = url::parse(href).ok_or(Refused::NotHttp)?;
    if url.credentials {
        return Err(Refused::Credentials);
    }
    if private_hosts || url.host.is_public() { Ok(()) } else { Err(Refused::NotPublic) }
}

/// Whether an answer of this status names another place to ask at. Source: RFC 9110, 15.4.
pub const fn redirects(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}
