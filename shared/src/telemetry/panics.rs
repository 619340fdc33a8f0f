//! Where a handler panicked, kept for the line of its request, so that a panic is logged once and not printed beside the log.

use std::cell::RefCell;
use std::panic::PanicHookInfo;

tokio::task_local! {
    static PLACE: RefCell<Option<String>>;
}

/// Runs what answers a request; the place of its panic is kept.
pub(crate) async fn with_place<F: Future>(answering: F) -> F::Output {
    PLACE.scope(RefCell::new(None), answering).await
}

/// The place of the panic that ended the handler, if the process notes them.
pub(crate) fn take_place() -> Option<String> {
    PLACE.try_with(RefCell::take).ok().flatten()
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
