//! What bounds a deployment.

use serde::Deserialize;

/// The options `{ concurrency, perMinute, leaseMs }`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Tasks that run at the API at once.
    pub concurrency: u32,
    /// Submits a minute; 0 is no limit.
    pub per_minute: u32,
    /// After how long a place is given to another, whatever became of its job, in milliseconds.
    pub lease_ms: i64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { concurrency: 20, per_minute: 0, lease_ms: 1_200_000 }
    }
}

impl Settings {
    /// Reads the options.
    ///
    /// # Errors
    /// A sentence that names the option and what is allowed.
    pub fn read(options: &str) -> Result<Settings, String> {
        let mut reader = serde_json::Deserializer::from_str(options);
        let settings: Settings = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
        if settings.concurrency == 0 {
            return Err("concurrency is 0; it must be 1 or more".to_owned());
        }
        if settings.lease_ms < 60_000 {
            return Err(format!("leaseMs is {}; it must be 60000 or more", settings.lease_ms));
        }
        Ok(settings)
    }
}
