//! Waiting for one's turn where many documents of one series are issued at once.
//!
//! Whoever is alone takes its number without asking. Only one whose number was taken by another waits for a turn: by a small write
//! each time, where trying the whole document would keep the others from theirs.

use std::time::Duration;

use crate::app::App;
use crate::store::patience::Patience;
use crate::store::{SeriesCounter, StoreError, Turn};

/// The longest pause between two attempts to get the turn. A document takes some 15 ms to issue, so that dozens get theirs one after
/// the other within seconds.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// One who wants numbers: nearly always of one series, and of several where one month has documents of several sellers.
pub(super) struct Queue<'a> {
    app: &'a App,
    patience: Patience,
    turns: Vec<Turn>,
}

impl<'a> Queue<'a> {
    /// One who has not tried yet.
    pub(super) fn new(app: &'a App) -> Self {
        Self { app, patience: Patience::growing(LONGEST_PAUSE), turns: Vec::new() }
    }

    /// Waits for the turn after the number was taken by another. Whoever has it already tries again at once.
    ///
    /// # Errors
    /// The time is up, or the table fails.
    pub(super) async fn wait(&mut self, counter: &SeriesCounter) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        self.turns.retain(|turn| !turn.is_over(now));
        if self.turns.iter().any(|turn| turn.is_at(counter)) {
            return Ok(());
        }
        loop {
            // Also before the first attempt: those who were overtaken at the same moment would meet again.
            self.patience.wait("many documents of one series at once").await?;
            let turn = Turn::new(counter, self.app.clock.new_ulid(), self.app.clock.now());
            match self.app.store.take_turn(&turn, self.app.clock.new_ulid()).await {
                Ok(()) => {
                    self.turns.push(turn);
                    return Ok(());
                }
                Err(StoreError::Taken { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Waits after something else than the number has changed.
    ///
    /// # Errors
    /// The time is up.
    pub(super) async fn pause(&mut self) -> Result<(), StoreError> {
        self.patience.wait("what the document is of is being changed all the time").await
    }

    /// Lets the next one have the turn.
    pub(super) async fn leave(self) {
        for turn in self.turns {
            if let Err(error) = self.app.store.give_turn_back(&turn, self.app.clock.new_ulid()).await {
                tracing::warn!(error = %error, "a turn was not given back and is over in some seconds");
            }
        }
    }
}
