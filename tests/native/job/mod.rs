//! The job of a pipeline, sentence by sentence of its semantics.

mod ends;
mod play;
mod poll;
mod runs;
mod stored;
mod submit;
