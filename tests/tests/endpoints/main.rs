//! Every endpoint from outside, over HTTP: a module per function, and one for what all of them have in common.

mod candidates;
mod configure;
mod course;
mod external_id;
mod grants;
mod hire_developer;
mod idempotency;
mod input;
mod log_time;
mod logins;
mod match_developers;
mod negotiation;
mod paging;
mod patching;
mod post_project;
mod recommendations;
mod register_client;
mod register_developer;
mod rights;
mod skills;
mod table_faults;
mod teams;
mod timesheets;
mod weights;
