//! What every machine has at the border, whatever it does.

/// What every machine has: a step.
macro_rules! steps {
    ($class:ident) => {
        #[::wasm_bindgen::prelude::wasm_bindgen]
        impl $class {
            /// Tells what happened; answers what to do next. `kind`: 0 start, 1 woke, 2 answer, 3 an engine's error, 4 no answer
            /// in time, 5 never sent, 6 an answer too long, 7 read back from its stored form. `now`: the machine's clock, in
            /// milliseconds; `wall_ms`: since 1970; `random`: in 0..1.
            #[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
            pub fn step(
                &mut self,
                kind: u8,
                status: u16,
                text: Option<String>,
                retry_after: Option<String>,
                date: Option<String>,
                now: f64,
                wall_ms: f64,
                random: f64,
            ) -> String {
                let message = $crate::protocol::codec::Observation {
                    kind,
                    status,
                    text: text.as_deref().unwrap_or_default(),
                    retry_after: retry_after.as_deref(),
                    date: date.as_deref(),
                    wall_ms,
                    base: &self.base,
                };
                $crate::protocol::codec::tell(&mut self.machine, &message, now, random)
            }
        }
    };
}

pub(super) use steps;
