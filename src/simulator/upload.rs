//! What an upload asks for, in its three forms (`OpenAPI`, upload-base64.json, upload-stream.json, upload-url.json).

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::host::is_web_url;
use super::http::Request;
use crate::json::Value;

/// What an upload asks for.
#[derive(Debug, Default)]
pub struct Upload {
    /// `None`: to be fetched from a URL.
    pub bytes: Option<Vec<u8>>,
    /// The MIME type its sender claims.
    pub declared: String,
    /// The name it came with.
    pub original_name: String,
    /// The folder asked for.
    pub path: Option<String>,
    /// The name asked for.
    pub name: Option<String>,
}

/// Reads a request to one of the three.
///
/// # Errors
/// What is wrong with it.
pub fn read_body(request: &Request) -> Result<Upload, &'static str> {
    let method = request.route().rsplit('/').next().unwrap_or_default();
    if method == "stream" {
        return read_stream(request);
    }
    if !request.is_json() {
        return Err("the content-type must be application/json");
    }
    let body =
        std::str::from_utf8(request.body).ok().and_then(Value::parse_json).ok_or("the body is not JSON")?;
    let field = |name| body.get(name).and_then(Value::as_text).map(str::to_owned);
    let upload = Upload { path: field("upload_path"), name: field("file_name"), ..Upload::default() };
    match method {
        "base64" => {
            let data = field("base64_data").ok_or("base64_data is required")?;
            let (declared, data) = data
                .strip_prefix("data:")
                .and_then(|url| url.split_once(";base64,"))
                .unwrap_or(("", data.as_str()));
            let bytes = decode(data).filter(|bytes| !bytes.is_empty()).ok_or("base64_data is not base64")?;
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
    let form = request.form.ok_or("the body is not multipart/form-data")?;
    let field = |names: [&str; 2]| {
        form.fields.iter().find(|(name, _)| names.contains(name)).map(|(_, value)| (*value).to_owned())
    };
    let (original_name, declared) = form.file.ok_or("file is required")?;
    if request.body.is_empty() {
        return Err("file is empty");
    }
    Ok(Upload {
        bytes: Some(request.body.to_vec()),
        declared: declared.to_owned(),
        original_name: original_name.to_owned(),
        // Both spellings (upload-stream.json).
        path: field(["upload_path", "uploadPath"]),
        name: field(["file_name", "fileName"]),
    })
}

/// The bytes, where the text is base64; padding may be left out, line breaks are passed over.
fn decode(text: &str) -> Option<Vec<u8>> {
    const CONFIG: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text: String = text.trim_end().chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
    GeneralPurpose::new(&STANDARD, CONFIG).decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_of_every_length_with_and_without_padding() {
        for (text, bytes) in
            [("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob"), ("Zm9v\nYmFy", "foobar")]
        {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!((decode("Zm9v!"), decode("Z")), (None, None));
    }
}
