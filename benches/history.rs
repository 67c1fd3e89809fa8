//! What the history costs: saves a user again and again, then, where it is longest, deletes one with a
//! million cars, seals and verifies what that leaves, and forgets it: `cargo bench --bench history`.
//!
//! - `CARS=100000` is another number of cars.
//! - `PROGRAMS=path/to/another/backlot,path/to/this` measures other builds, each on a database of
//!   its own, the saves in turns; one from before there was a history only saves and deletes.
//!
//! Time is the wall's and the program's own; memory is the most that it held. A save is what the form
//! and its sending cost beyond the form alone, with everything that the program does beside it.
//! SQLite's files stay in `target/tmp`.

#[path = "support/server.rs"]
mod server;
mod support;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use backlot::db::{Address, AnyConnection, Limits};
use diesel::connection::SimpleConnection as _;
use server::{Form, Server};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// So often a user is saved in one turn, and so many turns every program has.
const SAVES: u32 = 500;
const TURNS: u32 = 5;

fn main() -> Result<()> {
    let cars = std::env::var("CARS").map_or(Ok(1_000_000), |text| text.parse())?;
    let programs = std::env::var("PROGRAMS");
    let programs: Vec<PathBuf> = match &programs {
        Ok(paths) => paths.split(',').map(PathBuf::from).collect(),
        Err(_) => vec![PathBuf::from(env!("CARGO_BIN_EXE_backlot"))],
    };
    let mut measured = Vec::new();
    for (number, program) in programs.into_iter().enumerate() {
        let file = format!("{}/history-{number}.sqlite3", env!("CARGO_TARGET_TMPDIR"));
        measured.push(Measured::new(program, PathBuf::from(file), cars)?);
    }
    save_in_turns(&measured)?;
    for program in &measured {
        println!("{}: a user with {cars} cars", program.program.display());
        program.measure_deletion()?;
    }
    Ok(())
}

/// A build, with a database of its own.
struct Measured {
    program: PathBuf,
    file: PathBuf,
}

/// Saves a user by each program in turns, and tells what a save costs each of them.
fn save_in_turns(programs: &[Measured]) -> Result<()> {
    let mut servers = programs.iter().map(Measured::serve).collect::<Result<Vec<_>>>()?;
    let mut turns = vec![Vec::new(); servers.len()];
    for turn in 0..TURNS {
        for (server, turns) in servers.iter_mut().zip(&mut turns) {
            turns.push(server.save(turn)?);
        }
    }
    for (program, mut turns) in programs.iter().zip(turns) {
        turns.sort_unstable();
        let (least, median) = (turns[0], turns[turns.len() / 2]);
        println!(
            "{}: a save {median:.0?} of its own, {least:.0?} at least",
            program.program.display()
        );
    }
    Ok(())
}

impl Measured {
    /// Makes its database.
    fn new(program: PathBuf, file: PathBuf, cars: u32) -> Result<Self> {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
        }
        let this = Self { program, file };
        this.command().args(["migrate", "up"]).stdout(Stdio::null()).status()?;
        fill(&mut this.connect()?, cars)?;
        Ok(this)
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.file.display())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env("DATABASE_URL", self.url()).env("PORT", "0").env("RUST_LOG", "warn");
        command
    }

    fn connect(&self) -> Result<AnyConnection> {
        Ok(Address::parse(&self.url())?.connect(&Limits::default())?)
    }

    /// Starts it, with somebody signed in.
    fn serve(&self) -> Result<Served> {
        let (session, _) = support::sign_in(&mut self.connect()?, "Bench")?;
        Ok(Served(Server::start(&mut self.command(), &session)?))
    }

    fn measure_deletion(&self) -> Result<()> {
        let before = size(&self.file)?;
        self.serve()?.delete()?;
        println!("  the file           {} MB, {before} MB before", size(&self.file)?);
        for arguments in [
            &["history", "seal"][..],
            &["history", "verify"],
            &["history", "prune", "--before", "9999-01-01", "--yes"],
        ] {
            let mut command = self.command();
            let mut child =
                command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
            let begin = Instant::now();
            let mut used = Used::default();
            while child.try_wait()?.is_none() {
                used = Used::of(&child).unwrap_or(used);
                std::thread::sleep(Duration::from_millis(10));
            }
            if child.wait()?.success() {
                used.tell(&arguments[..2].join(" "), begin.elapsed());
            }
        }
        Ok(())
    }
}

fn fill(connection: &mut AnyConnection, cars: u32) -> Result<()> {
    connection.batch_execute(&format!(
        "INSERT INTO users (first_name, first_name_key, last_name, last_name_key, version, created_at, \
             updated_at) VALUES ('Ada', 'ada', 'L', 'l', 1, '2026-01-01 00:00:00', \
             '2026-01-01 00:00:00'); \
         WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers \
             WHERE n < {cars}) \
         INSERT INTO cars (user_id, user_key, name, name_key, color, color_key, version, created_at, \
             updated_at) \
         SELECT 1, 'ada', 'Car ' || n, 'car ' || n, 'red', 'red', 1, '2026-01-01 00:00:00', \
             '2026-01-01 00:00:00' FROM numbers; \
         INSERT INTO users (first_name, first_name_key, last_name, last_name_key, version, created_at, \
             updated_at) VALUES ('Eve', 'eve', 'M', 'm', 1, '2026-01-01 00:00:00', \
             '2026-01-01 00:00:00'); \
         INSERT INTO profiles (user_id, user_key, country, country_key, version, created_at, \
             updated_at) VALUES (2, 'eve', 'Norway', 'norway', 1, '2026-01-01 00:00:00', \
             '2026-01-01 00:00:00'); \
         INSERT INTO cars (user_id, user_key, name, name_key, color, color_key, version, created_at, \
             updated_at) VALUES (2, 'eve', 'Volvo', 'volvo', 'red', 'red', 1, '2026-01-01 00:00:00', \
             '2026-01-01 00:00:00'); \
         PRAGMA wal_checkpoint(TRUNCATE)"
    ))?;
    Ok(())
}

/// A program that runs, and whoever is signed in.
struct Served(Server);

impl Served {
    /// Deletes the user with the cars, as somebody does who says yes on the page that asks.
    fn delete(&self) -> Result<()> {
        let form = Form::of(&self.0.get("/users/1/delete")?, "main form[method=post]")?;
        let before = self.used()?;
        let begin = Instant::now();
        self.0.send(&form)?;
        let (elapsed, after) = (begin.elapsed(), self.used()?);
        Used { time: after.time - before.time, ..after }.tell("delete", elapsed);
        Ok(())
    }

    /// What a save of the other user costs, each with another age.
    fn save(&self, turn: u32) -> Result<Duration> {
        let opened = self.cost(|_| self.0.get("/users/2/edit").map(drop))?;
        let saved = self.cost(|number| {
            let form = Form::of(&self.0.get("/users/2/edit")?, "form.record")?;
            let age = ((turn * SAVES + number) % 150).to_string();
            self.0.send(&form.with("age", &age)?).map(drop)
        })?;
        Ok(saved.saturating_sub(opened))
    }

    /// What something costs the program, done so many times.
    fn cost(&self, act: impl Fn(u32) -> Result<()>) -> Result<Duration> {
        let before = self.used()?;
        (0..SAVES).try_for_each(act)?;
        Ok((self.used()?.time - before.time) / SAVES)
    }

    fn used(&self) -> Result<Used> {
        Used::of(&self.0.process).ok_or_else(|| "no such process".into())
    }
}

fn size(file: &Path) -> Result<u64> {
    let wal = format!("{}-wal", file.display());
    let wal = std::fs::metadata(wal).map_or(0, |metadata| metadata.len());
    Ok((std::fs::metadata(file)?.len() + wal) / 1_000_000)
}

/// What a process has used (proc(5)).
#[derive(Clone, Copy, Default)]
struct Used {
    /// The processor's time.
    time: Duration,
    /// The most memory that it held, in MB.
    memory: u64,
}

impl Used {
    /// `None` where it has ended.
    fn of(process: &Child) -> Option<Self> {
        let read = |name| std::fs::read_to_string(format!("/proc/{}/{name}", process.id())).ok();
        let (stat, status) = (read("stat")?, read("status")?);
        let ticks = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|text| text.parse::<u64>().ok()).sum();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let memory: u64 = memory.trim().trim_end_matches(" kB").parse().ok()?;
        Some(Self { time: Duration::from_millis(10 * ticks), memory: memory / 1024 })
    }

    fn tell(self, what: &str, elapsed: Duration) {
        let (wall, own) = (elapsed.as_secs_f64(), self.time.as_secs_f64());
        println!("  {what:<18} {wall:.1} s, {own:.1} s of its own, {} MB at most", self.memory);
    }
}
