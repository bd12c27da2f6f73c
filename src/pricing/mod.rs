//! Money, in whole micro-dollars: what a request costs, by which table, and whether a budget has room for it.

pub mod budget;
pub mod cost;
mod prices;
