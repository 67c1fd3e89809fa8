//! What importing and exporting cost: a file of a million cars, each with an owner by its id, is
//! checked and imported by the command, and checked once more; then the cars are exported in each
//! format: `cargo bench --bench transfer`.
//!
//! - `ROWS=100000` is another number of rows.
//! - `PROGRAMS=path/to/another/backlot,path/to/this` measures other builds, each on a database of
//!   its own.
//!
//! Time is the wall's and the program's own; memory is the most that it held. SQLite's files stay in
//! `target/tmp`.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// So many users own the cars.
const USERS: u64 = 1000;

fn main() -> Result<()> {
    let rows: u64 = std::env::var("ROWS").map_or(Ok(1_000_000), |text| text.parse())?;
    let programs: Vec<PathBuf> = match std::env::var("PROGRAMS") {
        Ok(paths) => paths.split(',').map(PathBuf::from).collect(),
        Err(_) => vec![PathBuf::from(env!("CARGO_BIN_EXE_backlot"))],
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("transfer.csv");
    write_cars(&file, rows)?;
    let file = file.to_string_lossy();
    for (number, program) in programs.iter().enumerate() {
        let database = folder.join(format!("transfer-{number}.sqlite3"));
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
        }
        println!("{}: {rows} rows", program.display());
        let run =
            |what: &str, arguments: &[&str]| measure(program, &database, (what, rows), arguments);
        run("users", &["seed", "--users", &USERS.to_string()])?;
        run("checked", &["import", "cars", &file, "--dry-run"])?;
        run("checked and imported", &["import", "cars", &file])?;
        run("checked again, by name", &["import", "cars", &file, "--match", "name,user_id"])?;
        run("exported as CSV", &["export", "cars"])?;
        run("those of a color", &["export", "cars", "--filter", "color.is.blue"])?;
        run("exported as NDJSON", &["export", "cars", "--format", "ndjson"])?;
        run("exported as a workbook", &["export", "cars", "--format", "xlsx"])?;
    }
    Ok(())
}

fn write_cars(file: &Path, rows: u64) -> Result<()> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    writeln!(out, "name,color,user_id")?;
    for row in 0..rows {
        writeln!(out, "Car {row:07},blue,{}", row % USERS + 1)?;
    }
    Ok(out.flush()?)
}

/// Runs a command, and tells what it took.
fn measure(
    program: &Path,
    database: &Path,
    (what, rows): (&str, u64),
    arguments: &[&str],
) -> Result<()> {
    let began = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .env("DATABASE_URL", format!("sqlite:{}", database.display()))
        .stdout(Stdio::null())
        .spawn()?;
    let (mut memory, mut worked) = (0, 0.0);
    let status = loop {
        (memory, worked) = seen(child.id()).unwrap_or((memory, worked));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    if !status.success() {
        return Err(format!("{arguments:?} failed").into());
    }
    let took = began.elapsed().as_secs_f64();
    println!(
        "  {what}: {took:.1} s, {:.0} rows a second; {worked:.1} s of the processor; {} MB",
        rows as f64 / took,
        memory / 1024
    );
    Ok(())
}

/// The most memory that a process has held, in KiB, and how long it has worked, in seconds; as Linux
/// tells it.
fn seen(process: u32) -> Option<(u64, f64)> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let peak = peak.split_whitespace().next()?.parse().ok()?;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold blanks: user and system time are the 12th and 13th (proc_pid_stat(5)).
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks: u64 = rest.next()?.parse::<u64>().ok()? + rest.next()?.parse::<u64>().ok()?;
    Some((peak, ticks as f64 / 100.0))
}
