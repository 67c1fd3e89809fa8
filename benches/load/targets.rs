//! What pages may cost at most, as ratios: to the floor, or to another page of the program.

use std::time::Duration;

use crate::Result;
use crate::data::Data;
use crate::measure::{Measured, measure};
use crate::pages::{Page, create, deep, some};
use crate::program::Program;

/// One page, what it is compared with, and how much more it may cost; nothing where that is only
/// told.
struct Target<'p> {
    name: &'static str,
    ours: Page,
    theirs: (&'p Program, Page),
    most: Option<f64>,
}

/// Prints a line for each target: the processor time of both pages, in turns of one run.
pub fn print(data: &Data, program: &Program, duration: Duration) -> Result<()> {
    let Some(file) = data.file() else { return Ok(()) };
    let floor = Program::floor(&file)?;
    println!("\n{:<34} {:>7} {:>7} {:>6} {:>8}", "target", "us CPU", "floor", "ratio", "at most");
    for target in targets(data, program, &floor)? {
        let (other, page) = &target.theirs;
        let measured = measure(&[(program, &target.ours), (other, page)], duration)?;
        let [ours, theirs] = &measured[..] else { return Err("two pages, not two figures".into()) };
        println!("{}", line(&target, ours, theirs));
    }
    Ok(())
}

fn targets<'p>(data: &Data, program: &'p Program, floor: &'p Program) -> Result<Vec<Target<'p>>> {
    let users = |address: fn(u64) -> String| Page::Read(some(data.users(), address));
    let movies = |address: fn(u64) -> String| Page::Read(some(data.users() * 2 / 5, address));
    let session = data.sign_in_for_own_columns()?;
    let own = || Page::ReadBy(session.clone(), vec!["/users".to_owned()]);
    let target = |name, ours, page, most| Target { name, ours, theirs: (floor, page), most };
    Ok(vec![
        target("list, country and cars", Page::one("/users"), Page::one("/related/0"), Some(1.3)),
        target("the same by one statement", Page::one("/users"), Page::one("/alike/0"), None),
        target("list, own columns", own(), Page::one("/list/0"), Some(2.0)),
        target("the same, the same stack", own(), Page::one("/stack-list/0"), None),
        target(
            "user's form",
            users(|id| format!("/users/{id}/edit")),
            users(|id| format!("/form/{id}")),
            Some(2.0),
        ),
        target(
            "the same, the same stack",
            users(|id| format!("/users/{id}/edit")),
            users(|id| format!("/stack-form/{id}")),
            None,
        ),
        target(
            "movie",
            movies(|id| format!("/movies/{id}")),
            movies(|id| format!("/movie/{id}")),
            Some(2.0),
        ),
        target(
            "create",
            create(program, "/users/new")?,
            Page::Create("/create".to_owned(), String::new()),
            Some(5.0),
        ),
        target(
            "create, the same indexes",
            create(program, "/users/new")?,
            Page::Create("/create-indexed".to_owned(), String::new()),
            None,
        ),
        Target {
            name: "deep, to the first page",
            ours: deep(program, "/users")?,
            theirs: (program, Page::one("/users")),
            most: Some(1.2),
        },
    ])
}

fn line(target: &Target<'_>, ours: &Measured, theirs: &Measured) -> String {
    let ratio = ours.cpu.as_secs_f64() / theirs.cpu.as_secs_f64();
    let (ours, theirs) = (ours.cpu.as_micros(), theirs.cpu.as_micros());
    let most = target.most.map(|most| format!("{most:.1}")).unwrap_or_default();
    format!("{:<34} {ours:>7} {theirs:>7} {ratio:>6.2} {most:>8}", target.name)
}
