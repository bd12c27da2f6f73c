//! The rules of requests as they were read from a tree of values: what `tests/oracle/compare` holds the crate against.
//!
//! A copy of the crate's own files at one commit, pruned to requests, prices and fingerprints. It is not published, and
//! is changed only where a rule is: see tests/oracle/README.md.

pub mod catalog;
pub mod fallback;
pub mod fingerprint;
pub mod issue;
pub mod json;
pub mod message;
pub mod migrate;
pub mod pricing;
pub mod prompt;
pub mod request;
pub mod suggest;
pub mod text;
pub mod url;
