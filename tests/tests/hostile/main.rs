//! What becomes of requests on a hostile table. The other suites run on one where `MUSTER_TEST_HOSTILE` gives its seed; here it is
//! always one.

mod indexes;
mod journey;
mod races;
