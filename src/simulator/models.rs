//! `GET /v1/models`.

use super::http::Reply;
use super::write::{self, Object};
use crate::catalog;

/// `GET /v1/models` (assumed: undocumented, in the form that gateways of this family share).
pub(super) fn list() -> Reply {
    let models = write::array(catalog::MODELS.iter().map(|model| {
        Object::new().text("id", model.id).text("object", "model").text("owned_by", "wan").end()
    }));
    Reply::json(200, Object::new().text("object", "list").raw("data", &models).end())
}
