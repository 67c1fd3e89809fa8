//! Starts the program on a small and on a large database, asks for its pages as a browser would,
//! and compares: `cargo bench --bench load`.
//!
//! Each line is one page: for each database how many a second, the median and the 99th percentile
//! of their times, and the processor time that the program (not this client) spent on one; then
//! how many times slower the large one is. Then come the targets, a line each: pages of the smallest
//! database beside handlers that do the least that such a page can cost, see `floor`. The absolute
//! figures are the machine's; the ratios are taken in one run, in turns of a second, so that what
//! else the machine does strikes all of them.
//!
//! - `USERS=1000,10000` chooses the sizes by their users; every other table is in proportion, eleven
//!   rows a user in all. One size alone is measured without a comparison.
//! - `SECONDS=1` is how long each page is asked for.
//! - `DATABASES=postgres://…,postgres://…` measures other databases than SQLite, one for each size,
//!   which must be there and empty (or filled by an earlier run).
//! - `PROGRAMS=path/to/another/backlot` measures another build; with several, separated by commas,
//!   each is measured on a database of its own of the first size, and the last compared with the
//!   first.
//! - `KEEP=1` lets the programs run at the end until Enter is pressed, to be profiled.
//! - `SERVERS=1` asks for every kind of address of every entity instead, one after another, and
//!   prints the median of each on each of the databases, see `servers`:
//!   `SERVERS=1 USERS=1000000,1000000 DATABASES=postgres://…,mysql://…`.
//! - Words behind `--` choose the pages whose names begin with one of them; `-- targets` prints the
//!   targets alone.
//!
//! SQLite's files stay in `target/tmp`, and are used again.

mod client;
mod data;
mod floor;
mod measure;
mod pages;
mod program;
mod servers;
#[path = "../support/mod.rs"]
mod support;
mod targets;
mod weight;

use std::time::Duration;

use data::Data;
use measure::{HEADS, Measured, measure};
use pages::Page;
use program::Program;
use weight::weigh;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How often the program is started to see how long that takes.
const STARTS: usize = 9;

fn main() -> Result<()> {
    if let Some(database) = floor::of_child() {
        return floor::serve(&database);
    }
    let seconds = std::env::var("SECONDS").map_or(Ok(3), |text| text.parse())?;
    let duration = Duration::from_secs(seconds);
    let sizes = Data::chosen()?;
    for size in &sizes {
        size.fill()?;
    }
    let chosen: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if std::env::var_os("SERVERS").is_some() {
        sizes.iter().try_for_each(servers::enlarge)?;
        let programs = sizes.iter().map(Program::signed_in).collect::<Result<Vec<_>>>()?;
        return servers::measure(&programs, &chosen);
    }
    for size in &sizes {
        let session = size.sign_in()?;
        let starts = (0..STARTS).map(|_| first_answer(size, &session));
        let mut times = starts.collect::<Result<Vec<_>>>()?;
        times.sort_unstable();
        let (median, most) = (times[STARTS / 2], times[STARTS - 1]);
        println!("{size}: {median:.0?} from start to first answer, {most:.0?} at most");
    }
    let programs = sizes.iter().map(Program::signed_in).collect::<Result<Vec<_>>>()?;
    println!("\n{:<22} {}", "page", heads(&sizes));
    let is_chosen =
        |name: &str| chosen.is_empty() || chosen.iter().any(|word| name.starts_with(word.as_str()));
    for (name, page) in pages::ALL.into_iter().filter(|(name, _)| is_chosen(name)) {
        let targets = sizes.iter().zip(&programs);
        let pages =
            targets.map(|(size, program)| page(program, size)).collect::<Result<Vec<_>>>()?;
        let targets: Vec<(&Program, &Page)> = programs.iter().zip(&pages).collect();
        let measured = measure(&targets, duration)?;
        println!("{name:<22} {}", line(&measured));
    }
    println!();
    for (size, program) in sizes.iter().zip(&programs) {
        let (now, most) = program.memory()?;
        println!("{size}: {now} MB of memory in use after all this, {most} MB at most");
    }
    if let (Some(size), Some(program)) = (sizes.first(), programs.first()) {
        targets::print(size, program, duration)?;
        weigh(program, duration)?;
    }
    if std::env::var_os("KEEP").is_some() {
        for program in &programs {
            println!("{}", program.described());
        }
        std::io::stdin().read_line(&mut String::new())?;
    }
    Ok(())
}

/// From the start of the process to the end of its first page, for somebody who is signed in.
fn first_answer(size: &Data, session: &backlot::access::Token) -> Result<Duration> {
    let began = std::time::Instant::now();
    let program = Program::start(size, session)?;
    program.connect()?.get("/users")?;
    Ok(began.elapsed())
}

/// The heads of [`Measured`], and behind them of the comparison.
fn heads(sizes: &[Data]) -> String {
    let mut heads = vec![HEADS; sizes.len()];
    if sizes.len() > 1 {
        heads.push("p50 last/first  CPU");
    }
    heads.join("  |")
}

fn line(measured: &[Measured]) -> String {
    let mut columns: Vec<String> = measured.iter().map(Measured::to_string).collect();
    if let [first, .., last] = measured {
        let ratio =
            |of: fn(&Measured) -> Duration| of(last).as_secs_f64() / of(first).as_secs_f64();
        let (median, cpu) = (ratio(|it| it.median), ratio(|it| it.cpu));
        columns.push(format!("{median:>14.2} {cpu:>4.2}"));
    }
    columns.join("  |")
}
