//! What the tests are written with: people who use a panel, and the pages they see.

mod command;
mod database;
mod disk;
mod form;
mod page;
mod panel;
mod person;
mod program;
mod wire;

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::sync::{Arc, Barrier};

use libtest_mimic::{Arguments, Trial};

pub use command::{begun, command, number, refused, run};
pub use database::{Database, Source, databases};
pub use disk::Disk;
pub use form::{Form, Sending};
pub use page::Page;
pub use panel::Panel;
pub use person::{PASSWORD, Person, session_cookie};
pub use program::Program;
pub use wire::{Loss, Reach, Wire};

/// Does it that many times at the same moment; returns what each came to, in order.
pub fn at_once<T: Send>(times: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(times);
    std::thread::scope(|scope| {
        let (start, work) = (&start, &work);
        let begin = |index| {
            scope.spawn(move || {
                start.wait();
                work(index)
            })
        };
        let threads: Vec<_> = (0..times).map(begin).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

/// Sends those very bytes, and reads the answer to its end.
pub fn raw(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(request).expect("a request sent");
    stream.shutdown(Shutdown::Write).expect("the end of the request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Runs tests on every database at hand, as the arguments of the program say.
pub fn run_suite<T: Iterator<Item = &'static Test>>(tests: fn() -> T) -> ExitCode {
    let arguments = Arguments::from_args();
    let mut failed = false;
    for name in databases() {
        let source = match Source::open(&name) {
            Ok(source) => Arc::new(source),
            Err(absence) => {
                println!("\n{name}: {absence}");
                failed |= absence.is_failure();
                continue;
            }
        };
        if !arguments.list {
            println!("\nThe suite on {name}:");
        }
        let trials = tests().map(|test| {
            let source = Arc::clone(&source);
            Trial::test(format!("{name}::{}", test.name()), move || {
                test.run(source.database());
                Ok(())
            })
        });
        failed |= libtest_mimic::run(&arguments, trials.collect()).has_failed();
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// One test: a function that takes a [`Panel`], or a [`Database`] where it starts panels itself.
pub struct Test {
    /// The module and the function.
    pub path: &'static str,
    /// Makes what the function takes, and calls it.
    pub on: fn(Database),
}

impl Test {
    /// The path without the name of this program.
    pub fn name(&self) -> &'static str {
        self.path.split_once("::").map_or(self.path, |(_, name)| name)
    }

    /// Runs it; it panics where it fails.
    pub fn run(&self, database: Database) {
        (self.on)(database);
    }
}

/// The tests of a module, which the compiler calls unused where one is missing here.
#[macro_export]
macro_rules! tests {
    ($($test:ident),* $(,)?) => {
        pub const TESTS: &[$crate::support::Test] = &[$($crate::support::Test {
            path: concat!(module_path!(), "::", stringify!($test)),
            on: |database| $test(&database.into()),
        }),*];
    };
}
