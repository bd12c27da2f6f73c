//! The job machine against the engine: every order of events to a depth, and schedules at random. A failure says which
//! invariant broke, by which schedule, and tells its story.

mod api;
mod books;
mod chooser;
mod invariants;
mod schedule;
mod world;

use chooser::{Chooser, Every, Random};
use wanreel::protocol::job::Settings;
use world::{People, World};

/// Deployments that decide differently.
fn deployments() -> Vec<Settings> {
    [
        "{\"hasCallback\":true,\"hasNotify\":true}",
        "{\"hasNotify\":true,\"fallback\":true}",
        "{\"hasCallback\":true,\"fallback\":true,\"budget\":{\"perUserDayMicroUsd\":1000000,\"totalMicroUsd\":3000000},\"totalShards\":3}",
        "{\"hasCallback\":true,\"hasNotify\":true,\"resendOnce\":true}",
        "{\"budget\":{\"totalMicroUsd\":1},\"hasNotify\":true}",
    ]
    .into_iter()
    .map(|options| Settings::read(options).unwrap())
    .collect()
}

fn people(number: u64) -> People {
    let has = |bit: u64| number >> bit & 1 == 1;
    People { cancels: has(0), reconciles: has(1), creates_again: has(2), forges: has(3), retries: has(4) }
}

fn play(
    chooser: &mut dyn Chooser,
    settings: &Settings,
    people: People,
    tells: bool,
) -> (Option<String>, Vec<String>, usize) {
    let mut world = World::new(chooser, settings, people);
    world.tells = tells;
    let broken = schedule::play(&mut world);
    (broken, world.story, world.steps)
}

/// So many schedules; the seed of each that breaks something is in the message, with the story of the shortest.
fn at_random(count: u64, first: u64) -> usize {
    let deployments = deployments();
    let mut steps = 0;
    let mut failures: Vec<(String, u64, Vec<String>)> = Vec::new();
    for seed in first..first + count {
        let settings = &deployments[(seed % deployments.len() as u64) as usize];
        let random = || Random { rng: fastrand::Rng::with_seed(seed), left: 5 + (seed / 5 % 60) as usize };
        let people = people(seed / 5);
        let (broken, _, taken) = play(&mut random(), settings, people, false);
        steps += taken;
        if let Some(broken) = broken {
            let (_, story, _) = play(&mut random(), settings, people, true);
            failures.push((broken, seed, story));
        }
        if failures.len() == 20 {
            break;
        }
    }
    failures.sort_by_key(|(.., story)| story.len());
    let all: Vec<_> = failures.iter().map(|(broken, seed, _)| format!("seed {seed}: {broken}")).collect();
    if let Some((.., story)) = failures.first() {
        panic!("{}\n{}", all.join("\n"), story[..story.len().min(150)].join("\n"));
    }
    steps
}

fn every_order(depth: usize) -> (usize, usize) {
    let (mut ways, mut steps) = (0, 0);
    for settings in deployments() {
        let mut every = Every::to(depth);
        loop {
            let (broken, _, taken) = play(&mut every, &settings, People::default(), false);
            (ways, steps) = (ways + 1, steps + taken);
            assert_eq!(broken, None, "way {ways}");
            if !every.next() {
                break;
            }
        }
    }
    (ways, steps)
}

#[test]
fn every_order_of_events_to_a_depth_keeps_what_must_hold() {
    let (ways, steps) = every_order(5);
    println!("{ways} ways, {steps} steps");
}

#[test]
fn schedules_at_random_keep_what_must_hold() {
    // One that failed elsewhere.
    let only = std::env::var("WANREEL_SEED").ok().and_then(|seed| seed.parse().ok());
    let steps = only.map_or_else(|| at_random(4_000, 0), |seed| at_random(1, seed));
    println!("{steps} steps");
}

/// `npm run test:model`: minutes.
#[test]
#[ignore = "takes minutes, optimized"]
fn two_million_schedules_at_random_keep_what_must_hold() {
    let count =
        std::env::var("WANREEL_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000_000);
    let threads = 2;
    let part = count / threads;
    let runs =
        (0..threads).map(|number| std::thread::spawn(move || at_random(part, 1_000_000 + number * part)));
    let steps: usize = runs.collect::<Vec<_>>().into_iter().map(|run| run.join().unwrap()).sum();
    println!("{count} schedules in {steps} steps");
}

/// The same.
#[test]
#[ignore = "takes minutes, optimized"]
fn every_order_of_seven_events_keeps_what_must_hold() {
    let (ways, steps) = every_order(7);
    println!("{ways} ways to depth 7 in {steps} steps");
}
