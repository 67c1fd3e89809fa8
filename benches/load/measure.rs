//! Asking by several connections at once, and what comes of it.

use std::fmt;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;

use crate::Result;
use crate::client::Connection;
use crate::pages::{Page, form};
use crate::program::Program;

/// Requests at once: enough to keep two cores busy.
const CLIENTS: usize = 4;
/// The programs are asked in turns so long.
const TURN: Duration = Duration::from_secs(1);

/// What stands over the figures of [`Measured`].
pub const HEADS: &str = "  pages/s  p50 ms  p99 ms  us CPU";

/// What one page costs one program.
#[derive(Default)]
pub struct Measured {
    /// Pages a second.
    pub rate: f64,
    /// Half of the pages took no longer.
    pub median: Duration,
    /// All but one page in a hundred took no longer.
    slow: Duration,
    /// The processor time that the program spent on a page.
    pub cpu: Duration,
}

impl fmt::Display for Measured {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |time: Duration| time.as_secs_f64() * 1000.0;
        let (median, slow) = (millis(self.median), millis(self.slow));
        write!(out, "{:>9.0} {median:>7.2} {slow:>7.2} {:>7}", self.rate, self.cpu.as_micros())
    }
}

/// What the turns of one program have come to.
#[derive(Default)]
struct Turns {
    times: Vec<Duration>,
    took: Duration,
    cpu: Duration,
}

/// Asks each program for its page for so long.
pub fn measure(targets: &[(&Program, &Page)], duration: Duration) -> Result<Vec<Measured>> {
    let mut all: Vec<Turns> = targets.iter().map(|_| Turns::default()).collect();
    while all.iter().any(|turns| turns.took < duration) {
        for ((program, page), turns) in targets.iter().zip(&mut all) {
            turns.take(program, page)?;
        }
    }
    all.into_iter().map(Turns::measured).collect()
}

impl Turns {
    fn take(&mut self, program: &Program, page: &Page) -> Result<()> {
        // Each connection opens its page once, unmeasured, before the clock runs.
        let clients = (0..CLIENTS).map(|nth| Client::ready(program, page, nth));
        let clients = clients.collect::<Result<Vec<_>>>()?;
        let (cpu, began) = (program.cpu_time()?, Instant::now());
        let times = std::thread::scope(|scope| {
            let threads: Vec<_> = clients
                .into_iter()
                .map(|mut client| {
                    scope.spawn(move || client.ask(began).map_err(|error| error.to_string()))
                })
                .collect();
            threads.into_iter().map(|thread| thread.join()).collect::<Vec<_>>()
        });
        self.took += began.elapsed();
        self.cpu += program.cpu_time()?.saturating_sub(cpu);
        for times in times {
            self.times.extend(times.map_err(|_| "a client panicked")??);
        }
        Ok(())
    }

    fn measured(mut self) -> Result<Measured> {
        self.times.sort_unstable();
        let count = u32::try_from(self.times.len())?;
        let at = |share: f64| self.times.get((f64::from(count) * share) as usize).copied();
        Ok(Measured {
            rate: f64::from(count) / self.took.as_secs_f64(),
            median: at(0.5).unwrap_or_default(),
            slow: at(0.99).unwrap_or_default(),
            cpu: self.cpu / count.max(1),
        })
    }
}

/// One connection, and what it asks for next.
struct Client<'a> {
    connection: Connection,
    page: &'a Page,
    next: usize,
}

impl<'a> Client<'a> {
    fn ready(program: &Program, page: &'a Page, nth: usize) -> Result<Self> {
        let connection = match page {
            Page::ReadBy(session, _) => program.connect_by(session)?,
            Page::Read(_) | Page::Compressed(_) | Page::Save(_) | Page::Create(..) => {
                program.connect()?
            }
        };
        let mut client = Self { connection, page, next: nth };
        client.once()?;
        Ok(client)
    }

    fn ask(&mut self, began: Instant) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        while began.elapsed() < TURN {
            times.push(self.once()?);
        }
        Ok(times)
    }

    /// How long the next page takes; for one that saves, without the opening of its form.
    fn once(&mut self) -> Result<Duration> {
        self.next += CLIENTS;
        match self.page {
            Page::Read(paths) | Page::ReadBy(_, paths) => {
                let sent = Instant::now();
                self.connection.get(nth(paths, self.next)?)?;
                Ok(sent.elapsed())
            }
            Page::Compressed(paths) => {
                let sent = Instant::now();
                self.connection.get_compressed(nth(paths, self.next)?)?;
                Ok(sent.elapsed())
            }
            Page::Save(paths) => {
                let path = nth(paths, self.next)?;
                let (action, fields) = form(&mut self.connection, path, self.next / CLIENTS)?;
                let sent = Instant::now();
                self.connection.post(&action, &fields)?;
                Ok(sent.elapsed())
            }
            Page::Create(action, fields) => {
                let key = HEXLOWER.encode(&random()?);
                let sent = Instant::now();
                self.connection.post(action, &format!("{fields}{key}"))?;
                Ok(sent.elapsed())
            }
        }
    }
}

/// That address, or one of the first where there are not so many.
fn nth(paths: &[String], nth: usize) -> Result<&str> {
    Ok(paths.get(nth % paths.len().max(1)).ok_or("no page")?)
}

fn random() -> Result<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| "no randomness")?;
    Ok(bytes)
}
