//! Money, in whole micro-dollars: what a request costs, and by which table.

pub mod cost;
mod prices;
