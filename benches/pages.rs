//! Starts the program on a database of its own, fills it with sample data, and asks for its pages:
//! `cargo bench --bench pages`.
//!
//! Each line is one page: how many a second, the median and the 99th percentile of their times,
//! and the processor time that the program (not this client) spent on one. Figures of two builds
//! are compared within one run of a machine, as ratios: the absolute times are the machine's.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use backlot::access::{self, Token};
use backlot::db::{self, Address, Limits};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The variable that names another build of the program, to be compared with this one.
const PROGRAM: &str = "PROGRAM";
/// Requests at once: enough to keep two cores busy.
const CLIENTS: usize = 4;
/// How long each page is asked for.
const DURATION: Duration = Duration::from_secs(3);

const PAGES: [(&str, &str); 8] = [
    ("home", "/"),
    ("list", "/users"),
    ("list, 200 rows", "/users?size=200"),
    ("list, page 8", "/users?page=8"),
    ("list, searched", "/actors?q=maria"),
    ("user", "/users/45"),
    ("movie", "/movies/45"),
    ("form", "/users/45/edit"),
];

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("pages.sqlite3");
    let mut program = Program::start(&database)?;
    Connection::open(&program)?.post("/sample-data")?;
    println!(
        "{:<16} {:>9} {:>9} {:>9} {:>12}",
        "page", "pages/s", "p50 ms", "p99 ms", "CPU us/page"
    );
    for (name, path) in PAGES {
        let measured = measure(&program, path)?;
        println!("{name:<16} {measured}");
    }
    println!("memory at its most: {} MB", program.peak_memory()? / 1024);
    program.child.kill()?;
    Ok(())
}

struct Measured {
    rate: f64,
    median: Duration,
    slow: Duration,
    cpu: Duration,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let millis = |time: Duration| time.as_secs_f64() * 1000.0;
        let (median, slow) = (millis(self.median), millis(self.slow));
        write!(out, "{:>9.0} {median:>9.2} {slow:>9.2} {:>12}", self.rate, self.cpu.as_micros())
    }
}

fn measure(program: &Program, path: &str) -> Result<Measured> {
    let before = program.cpu_time()?;
    let began = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let mut connection = Connection::open(program)?;
            let path = path.to_owned();
            Ok(std::thread::spawn(move || {
                ask(&mut connection, &path, began).map_err(|error| error.to_string())
            }))
        })
        .collect::<Result<_>>()?;
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.join().map_err(|_| "a client panicked")??);
    }
    let took = began.elapsed();
    let cpu = program.cpu_time()?.saturating_sub(before);
    times.sort_unstable();
    let count = u32::try_from(times.len())?;
    let at = |share: f64| times.get((f64::from(count) * share) as usize).copied();
    Ok(Measured {
        rate: f64::from(count) / took.as_secs_f64(),
        median: at(0.5).unwrap_or_default(),
        slow: at(0.99).unwrap_or_default(),
        cpu: cpu / count.max(1),
    })
}

fn ask(connection: &mut Connection, path: &str, began: Instant) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while began.elapsed() < DURATION {
        let sent = Instant::now();
        connection.get(path)?;
        times.push(sent.elapsed());
    }
    Ok(times)
}

/// One connection that is kept open.
struct Connection {
    reader: BufReader<TcpStream>,
    session: Token,
}

impl Connection {
    fn open(program: &Program) -> Result<Self> {
        let stream = TcpStream::connect(program.address)?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream), session: program.session.clone() })
    }

    fn get(&mut self, path: &str) -> Result<()> {
        let session = self.session.as_str();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: backlot={session}\r\n\r\n");
        self.exchange(&request, 200)
    }

    fn post(&mut self, path: &str) -> Result<()> {
        let session = self.session.as_str();
        let body = format!("mark={}", self.session.form_mark());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\nCookie: backlot={session}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.exchange(&request, 303)
    }

    fn exchange(&mut self, request: &str, expected: u16) -> Result<()> {
        self.reader.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (0, 0);
        let mut line = String::new();
        loop {
            line.clear();
            self.reader.read_line(&mut line)?;
            let text = line.trim_end().to_ascii_lowercase();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("http/1.1 ") {
                status = rest.split(' ').next().unwrap_or_default().parse()?;
            } else if let Some(rest) = text.strip_prefix("content-length: ") {
                length = rest.parse()?;
            }
        }
        std::io::copy(&mut (&mut self.reader).take(length), &mut std::io::sink())?;
        if status != expected {
            return Err(format!("the answer was {status}, not {expected}").into());
        }
        Ok(())
    }
}

/// A session of somebody who may do everything, written into the database.
fn begin_session(database: &std::path::Path) -> Result<Token> {
    let address = Address::parse(&format!("sqlite:{}", database.display()))?;
    let mut connection = address.connect(&Limits::default())?;
    let token = Token::random().ok_or("no randomness")?;
    db::retried(&mut connection, |connection| {
        let made = access::create(connection, "Bench", None, &["admin".to_owned()])?;
        let operator = made.map_err(|_| diesel::result::Error::NotFound)?;
        access::begin(connection, token.clone(), operator.id, "127.0.0.1", "bench", db::now())
    })?;
    Ok(token)
}

/// The program under measurement.
struct Program {
    child: Child,
    address: SocketAddr,
    session: Token,
}

impl Program {
    fn start(database: &std::path::Path) -> Result<Self> {
        let program = std::env::var_os(PROGRAM);
        let built = std::ffi::OsStr::new(env!("CARGO_BIN_EXE_backlot"));
        let mut child = Command::new(program.as_deref().unwrap_or(built))
            .env("DATABASE_URL", format!("sqlite:{}", database.display()))
            .env("PORT", "0")
            .env("RUST_LOG", "warn")
            .stderr(Stdio::piped())
            .spawn()?;
        let output = child.stderr.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let line = lines.next().ok_or("the program did not start")??;
            if let Some((_, url)) = line.split_once("Backlot is at http://") {
                break url.trim_end_matches('/').parse()?;
            }
        };
        // What it says later is read, so that it never waits for somebody to do so.
        std::thread::spawn(move || lines.for_each(drop));
        let session = begin_session(database)?;
        Ok(Self { child, address, session })
    }

    /// The processor time it has used, all threads together (proc(5): utime and stime in ticks of
    /// a hundredth of a second).
    fn cpu_time(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields = stat.rsplit_once(')').ok_or("no such process")?.1;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        Ok(Duration::from_millis(10 * ticks.sum::<std::result::Result<u64, _>>()?))
    }

    /// The most memory it has held, in kB.
    fn peak_memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no figure")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
