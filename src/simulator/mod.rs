//! The API as a pure state machine, the clock an argument.
