//! What the history costs where it is longest: deletes a user with a million cars, seals and
//! verifies what that leaves, and forgets it: `cargo bench --bench history`.
//!
//! - `CARS=100000` is another number of cars.
//! - `PROGRAMS=path/to/another/backlot,path/to/this` measures other builds, each on a database of
//!   its own; one from before there was a history only deletes.
//!
//! Time is the wall's and the program's own; memory is the most that it held. SQLite's files stay in
//! `target/tmp`.

mod support;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use backlot::db::{Address, AnyConnection, Limits};
use diesel::connection::SimpleConnection as _;
use scraper::{Html, Selector};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let cars = std::env::var("CARS").map_or(Ok(1_000_000), |text| text.parse())?;
    let programs = std::env::var("PROGRAMS");
    let programs: Vec<PathBuf> = match &programs {
        Ok(paths) => paths.split(',').map(PathBuf::from).collect(),
        Err(_) => vec![PathBuf::from(env!("CARGO_BIN_EXE_backlot"))],
    };
    for (number, program) in programs.iter().enumerate() {
        println!("{}: a user with {cars} cars", program.display());
        let file = format!("{}/history-{number}.sqlite3", env!("CARGO_TARGET_TMPDIR"));
        measure(program, Path::new(&file), cars)?;
    }
    Ok(())
}

fn measure(program: &Path, file: &Path, cars: u32) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    let url = format!("sqlite:{}", file.display());
    let command = || {
        let mut command = Command::new(program);
        command.env("DATABASE_URL", &url).env("PORT", "0").env("RUST_LOG", "warn");
        command
    };
    command().args(["migrate", "up"]).stdout(Stdio::null()).status()?;
    let connection = &mut Address::parse(&url)?.connect(&Limits::default())?;
    fill(connection, cars)?;
    let before = size(file)?;
    delete(&mut command(), connection)?;
    println!("  the file           {} MB, {} MB before", size(file)?, before);
    for arguments in [
        &["history", "seal"][..],
        &["history", "verify"],
        &["history", "prune", "--before", "9999-01-01", "--yes"],
    ] {
        let mut child =
            command().args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
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
         PRAGMA wal_checkpoint(TRUNCATE)"
    ))?;
    Ok(())
}

/// Deletes the user, as somebody does who says yes on the page that asks.
fn delete(command: &mut Command, connection: &mut AnyConnection) -> Result<()> {
    let (session, _) = support::sign_in(connection, "Bench")?;
    let mut program = command.stderr(Stdio::piped()).spawn()?;
    let output = program.stderr.take().ok_or("no output")?;
    let mut lines = BufReader::new(output).lines();
    let address = loop {
        let line = lines.next().ok_or("the program did not start")??;
        if let Some((_, url)) = line.split_once(" is at ") {
            break url.trim_end_matches('/').to_owned();
        }
    };
    std::thread::spawn(move || lines.for_each(drop));
    let port = address.rsplit(':').next().unwrap_or_default();
    let cookie = format!("backlot-{port}={0}; backlot={0}", session.as_str());
    let agent = ureq::Agent::config_builder().max_redirects(0).build().new_agent();
    let page = format!("{address}/users/1/delete");
    let html = agent.get(&page).header("cookie", &cookie).call()?.body_mut().read_to_string()?;
    let fields = form(&html)?;
    let before = Used::of(&program).ok_or("no such process")?;
    let begin = Instant::now();
    let answer = agent.post(&page).header("cookie", &cookie).send_form(fields)?;
    let elapsed = begin.elapsed();
    if answer.status() != 303 {
        return Err(format!("the answer was {}", answer.status()).into());
    }
    let after = Used::of(&program).ok_or("no such process")?;
    Used { time: after.time - before.time, ..after }.tell("delete", elapsed);
    program.kill()?;
    program.wait()?;
    Ok(())
}

/// What the page's form sends.
fn form(html: &str) -> Result<Vec<(String, String)>> {
    let selector = Selector::parse("main form[method=post] [name]").map_err(|e| e.to_string())?;
    let html = Html::parse_document(html);
    let value =
        |name, element: &scraper::ElementRef<'_>| element.attr(name).unwrap_or_default().to_owned();
    Ok(html
        .select(&selector)
        .map(|field| (value("name", &field), value("value", &field)))
        .collect())
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
