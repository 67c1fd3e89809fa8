//! What one connection may take.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{Database, Person, Program};

crate::tests![
    a_head_that_does_not_arrive_in_time_is_given_up,
    a_form_that_does_not_arrive_in_time_is_given_up,
    only_so_many_connections_are_served_at_once,
];

fn connect(program: &Program) -> TcpStream {
    let stream = TcpStream::connect(program.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

/// The first bytes that are answered, or nothing where the connection was closed.
fn answered(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 1024];
    match stream.read(&mut bytes) {
        Ok(count) => String::from_utf8_lossy(&bytes[..count]).into_owned(),
        Err(error) if error.kind() == ErrorKind::ConnectionReset => String::new(),
        Err(error) => panic!("it is still open: {error}"),
    }
}

fn a_head_that_does_not_arrive_in_time_is_given_up(database: &Database) {
    let program = Program::start_with(database, &[("HEAD_TIMEOUT", "1s")]);
    let mut stream = connect(&program);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: panel\r\nX-Slow: ").unwrap();
    let answer = answered(&mut stream);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    program.person().open("/movies");
}

fn a_form_that_does_not_arrive_in_time_is_given_up(database: &Database) {
    let program = Program::start_with(database, &[("FORM_TIMEOUT", "1s")]);
    let ada = program.person();
    let mut stream = connect(&program);
    let head = format!(
        "POST /movies HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=A",
        program.address(),
        ada.cookie()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let answer = answered(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(ada.open("/movies").names().is_empty());
}

fn only_so_many_connections_are_served_at_once(database: &Database) {
    let program = Program::start_with(database, &[("MAX_CONNECTIONS", "1")]);
    // As many as there are workers.
    let workers = std::thread::available_parallelism().unwrap().get();
    let ask = |stream: &mut TcpStream| {
        stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: panel\r\n\r\n").unwrap();
    };
    let mut held: Vec<TcpStream> = (0..workers)
        .map(|_| {
            let mut stream = connect(&program);
            ask(&mut stream);
            assert!(answered(&mut stream).starts_with("HTTP/1.1 200"));
            stream
        })
        .collect();
    let mut further = connect(&program);
    ask(&mut further);
    further.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let early = further.read(&mut [0; 1]).map_err(|error| error.kind());
    assert!(matches!(early, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)), "{early:?}");
    further.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    held.pop();
    assert!(answered(&mut further).starts_with("HTTP/1.1 200"));
    drop((held, further));
    Person::at(program.address()).open("/sign-in");
}
