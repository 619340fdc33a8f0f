//! Journeys: what a user does from beginning to end.

mod tour;
