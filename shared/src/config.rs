//! What a function is configured with. Only this module reads the environment; the template sets these variables and no others.

use std::env;

use thiserror::Error;

/// The settings of a deployed function.
#[derive(Clone, Debug)]
pub struct Config {
    /// The table's name.
    pub table_name: String,
    /// The secrets that authenticate cursors: the first signs, all verify.
    pub cursor_keys: Vec<String>,
    /// Whether developers and clients may register themselves.
    pub open_registration: bool,
}

/// A setting that is missing or makes no sense.
#[derive(Debug, Error)]
#[error("environment variable {variable} {fault}")]
pub struct ConfigError {
    variable: &'static str,
    fault: &'static str,
}

impl Config {
    /// The names of the variables that a function reads, as `template.yaml` sets them.
    pub const VARIABLES: [&'static str; 4] = ["CURSOR_KEYS", "LOG_LEVEL", "OPEN_REGISTRATION", "TABLE_NAME"];

    /// The names of the variables that a function reads and that Lambda itself sets.
    pub const GIVEN: [&'static str; 1] = ["AWS_LAMBDA_FUNCTION_NAME"];

    /// Reads the environment.
    ///
    /// # Errors
    /// A variable is missing, a cursor key is shorter than 32 characters, or a switch is neither `true` nor `false`.
    pub fn from_environment() -> Result<Self, ConfigError> {
        let cursor_keys: Vec<String> = required("CURSOR_KEYS")?.split(',').map(str::to_owned).collect();
        if cursor_keys.iter().any(|key| key.len() < 32) || cursor_keys.len() > 2 {
            return Err(ConfigError {
                variable: "CURSOR_KEYS",
                fault: "must be one or two keys of at least 32 characters, parted by a comma",
            });
        }
        let open_registration = match required("OPEN_REGISTRATION")?.as_str() {
            "true" => true,
            "false" => false,
            _ => return Err(ConfigError { variable: "OPEN_REGISTRATION", fault: "must be true or false" }),
        };
        Ok(Self { table_name: required("TABLE_NAME")?, cursor_keys, open_registration })
    }
}

/// The log filter, such as `info`; `info` when the variable is not set.
#[must_use]
pub fn log_level() -> String {
    variable("LOG_LEVEL").unwrap_or_else(|| "info".to_owned())
}

/// The name that Lambda gave the function; `local` where it runs otherwise.
#[must_use]
pub fn function_name() -> String {
    variable("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|| "local".to_owned())
}

fn required(name: &'static str) -> Result<String, ConfigError> {
    variable(name).ok_or(ConfigError { variable: name, fault: "is not set" })
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
