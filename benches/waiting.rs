//! How long others wait to write on SQLite while a job works: `cargo bench --bench waiting`.
//!
//! Somebody adds movies by the panel, and another process locks the file as `sqlite3` does, each a
//! moment after it last could, while many cars are edited, deleted, imported by the panel, and imported
//! by the command. The time of each attempt is taken: by the panel that of the answer to the form, by
//! the other process that until it has the lock.
//!
//! - `CARS=5000` is another number of cars.
//! - `PROGRAM=path/to/another/backlot` measures another build.
//! - `cargo bench --profile dev --bench waiting` measures the unoptimized build, whose steps take
//!   longer for each record.

#[path = "support/server.rs"]
mod server;
mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use backlot::db::{Address, AnyConnection, Limits};
use diesel::connection::SimpleConnection as _;
use server::{Form, Server, accepted};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    let cars: u32 = std::env::var("CARS").map_or(Ok(25_000), |text| text.parse())?;
    let program = std::env::var("PROGRAM");
    let program = program.unwrap_or_else(|_| env!("CARGO_BIN_EXE_backlot").to_owned());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let database = folder.join("waiting.sqlite3");
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
    }
    let url = format!("sqlite:{}", database.display());
    let command = || {
        let mut command = Command::new(&program);
        command.env("DATABASE_URL", &url).env("PORT", "0").env("RUST_LOG", "warn");
        command.stdout(Stdio::null());
        command
    };
    command().args(["seed", "--users", "100"]).status()?;
    let connect =
        || -> Result<AnyConnection> { Ok(Address::parse(&url)?.connect(&Limits::default())?) };
    let (session, _) = support::sign_in(&mut connect()?, "Bench")?;
    let server = Server::start(&mut command(), &session)?;
    let bench = Bench { server, connect: &connect };

    println!("{cars} cars; milliseconds: median, 99th percentile, longest");
    bench.meanwhile("nothing", |_| {
        std::thread::sleep(Duration::from_secs(5));
        Ok(())
    })?;
    bench.meanwhile("an import by the panel", |server| import(server, &csv(cars, "First")))?;
    bench.meanwhile("an edit", edit)?;
    bench.meanwhile("a deletion", delete)?;
    let file = folder.join("waiting.csv");
    std::fs::write(&file, csv(cars, "Second"))?;
    bench.meanwhile("an import by the command", |_| {
        let status =
            command().args(["import", "cars"]).arg(&file).stderr(Stdio::null()).status()?;
        status.success().then_some(()).ok_or_else(|| "it failed".into())
    })
}

fn csv(cars: u32, name: &str) -> String {
    let line =
        |car| format!("{name} car of those that came by a file {car:06},blue,{}\n", car % 100 + 1);
    std::iter::once("name,color,user_id\n".to_owned()).chain((0..cars).map(line)).collect()
}

/// Uploads a file, has it checked, and confirms what it comes to.
fn import(server: &Server, text: &str) -> Result<()> {
    let form = Form::of(&server.get("/cars/import")?, "form.record")?;
    let columns = upload(server, &form, "file", ("cars.csv", text))?;
    let check = server.send(&Form::of(&server.get(&columns)?, "form.import")?)?;
    wait(server, &check)?;
    let result = server.get(&columns)?;
    wait(server, &server.send(&Form::of(&result, "form.record")?)?)
}

/// Selects all cars, and sees the page on which that becomes of them.
fn selected(server: &Server, then: &str) -> Result<String> {
    let mut form = Form::of(&server.get("/cars")?, "form[action$='/selection']")?;
    form.fields.push(("all".to_owned(), "1".to_owned()));
    let selection = server.send(&form)?;
    server.get(&format!("{selection}/{then}"))
}

fn edit(server: &Server) -> Result<()> {
    let form = Form::of(&selected(server, "edit")?, "form.record")?;
    let form = form.with("do.color", "set")?.with("color", "black")?;
    wait(server, &server.send(&Form::of(&open(server, &form)?, "form.record")?)?)
}

fn delete(server: &Server) -> Result<()> {
    wait(server, &server.send(&Form::of(&selected(server, "delete")?, "main form[method=post]")?)?)
}

/// Waits for a job to end, where it is one.
fn wait(server: &Server, path: &str) -> Result<()> {
    if !path.starts_with("/jobs/") {
        return Ok(());
    }
    loop {
        let page = server.get(path)?;
        if page.contains("This page reloads by itself") {
            std::thread::sleep(Duration::from_millis(200));
        } else {
            let is_done = page.contains(">Done<");
            return is_done.then_some(()).ok_or_else(|| format!("{path} was not done").into());
        }
    }
}

/// Sends a form that is answered by a page.
fn open(server: &Server, form: &Form) -> Result<String> {
    let mut answer = server.to(&form.action).send_form(form.fields.clone())?;
    Ok(answer.body_mut().read_to_string()?)
}

/// Sends a form with a file in the field of that name; returns where that leads.
fn upload(server: &Server, form: &Form, field: &str, (name, text): (&str, &str)) -> Result<String> {
    let mut body = String::new();
    for (name, value) in form.fields.iter().filter(|(name, _)| name != field) {
        body.push_str("--edge\r\ncontent-disposition: form-data; name=\"");
        body.push_str(&format!("{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!(
        "--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n\
         {text}\r\n--edge--\r\n"
    ));
    let kind = "multipart/form-data; boundary=edge";
    let request = server.to(&form.action).header("content-type", kind);
    accepted(&form.action, &request.send(body)?)
}

struct Bench<'b> {
    server: Server,
    connect: &'b (dyn Fn() -> Result<AnyConnection> + Sync),
}

impl Bench<'_> {
    /// Does something, while others write; tells how long they waited.
    fn meanwhile(&self, what: &str, work: impl FnOnce(&Server) -> Result<()>) -> Result<()> {
        let is_over = AtomicBool::new(false);
        let began = Instant::now();
        let (outcome, panel, process) = std::thread::scope(|scope| {
            let panel = scope.spawn(|| again(&is_over, |_| self.add()));
            let process = scope.spawn(|| {
                let mut connection = (self.connect)()?;
                again(&is_over, |_| {
                    let began = Instant::now();
                    connection.batch_execute("BEGIN IMMEDIATE")?;
                    let waited = began.elapsed();
                    connection.batch_execute("ROLLBACK")?;
                    Ok(waited)
                })
            });
            let outcome = work(&self.server);
            is_over.store(true, Ordering::Relaxed);
            (outcome, panel.join(), process.join())
        });
        outcome.map_err(|error| format!("{what}: {error}"))?;
        println!("meanwhile {what} ({:.1} s):", began.elapsed().as_secs_f64());
        tell("the panel", panel.map_err(|_| "the panel's writer panicked")??);
        tell("another process", process.map_err(|_| "the other process panicked")??);
        Ok(())
    }

    /// Adds a movie; returns how long it took from sending the form.
    fn add(&self) -> Result<Duration> {
        let form = Form::of(&self.server.get("/movies/new")?, "form.record")?;
        let form = form.with("name", "Meanwhile")?;
        let began = Instant::now();
        self.server.send(&form)?;
        Ok(began.elapsed())
    }
}

/// Does something again and again until all is over, each time after another pause, so that it meets
/// every moment of what goes on.
fn again(
    is_over: &AtomicBool,
    mut act: impl FnMut(u64) -> Result<Duration>,
) -> Result<Vec<Duration>> {
    let mut waits = Vec::new();
    for round in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        waits.push(act(round)?);
        std::thread::sleep(Duration::from_millis(5 + round * 7 % 31));
    }
    Ok(waits)
}

fn tell(who: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    let at = |percent: usize| {
        let wait = waits.get((waits.len() * percent / 100).min(waits.len().saturating_sub(1)));
        wait.copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    let count = waits.len();
    println!("  {who:<16} {:>6.1} {:>6.1} {:>6.1}  ({count} times)", at(50), at(99), at(100));
}
