//! Where a handler panicked, kept for the line of its request, so that a panic is logged once and not printed beside the log.

use std::any::Any;
use std::cell::RefCell;
use std::panic::PanicHookInfo;

tokio::task_local! {
    static PLACE: RefCell<Option<String>>;
}

/// Runs what answers a request; the place of its panic is kept.
pub(crate) async fn with_place<F: Future>(answering: F) -> F::Output {
    PLACE.scope(RefCell::new(None), answering).await
}

/// What the log says of a panic.
#[derive(Debug, thiserror::Error)]
#[error("a handler panicked at {place}: {message}")]
pub(crate) struct Panicked {
    place: String,
    message: &'static str,
}

impl Panicked {
    /// The panic that ended the handler that runs; its place is known if the process notes places.
    pub(crate) fn by(panic: &(dyn Any + Send)) -> Self {
        let place = PLACE.try_with(RefCell::take).ok().flatten();
        // A message that was put together may hold what the caller sent; the place tells as much.
        let message = panic.downcast_ref::<&'static str>().copied().unwrap_or("its message is not logged");
        Self { place: place.unwrap_or_else(|| "an unknown place".to_owned()), message }
    }
}

/// Has the process note where handlers panic, from now on. A panic that belongs to no request goes elsewhere.
pub fn note(elsewhere: impl Fn(&PanicHookInfo<'_>) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |panic| {
        let noted = PLACE.try_with(|place| place.replace(panic.location().map(ToString::to_string)));
        if noted.is_err() {
            elsewhere(panic);
        }
    }));
}
