//! A file on its way: it is of one moment, and never a short one that looks whole.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;

use diesel::connection::SimpleConnection as _;
use socket2::{Domain, Socket, Type};

use super::{cells, column};
use crate::support::{Database, Panel, Person, Program, at_once, command, raw};

crate::tests![
    a_file_is_of_one_moment_whatever_is_written_meanwhile,
    four_files_at_once_are_of_a_moment_each_and_hold_nobody_up,
    who_downloads_what_is_in_the_log_when_it_begins,
    a_transfer_that_breaks_off_is_not_whole,
    a_client_of_old_is_told_the_length,
];

/// More than the buffers of two sockets and of the panel hold.
fn seed_many(database: &Database) {
    command(database, &["seed", "--users", "500", "--cars", "60000"]);
}

/// That each of them is there, and no more than once.
fn assert_each_once(rows: &[Vec<String>]) {
    let ids = column(rows, "id");
    let mut places = HashMap::new();
    for (line, id) in ids.iter().enumerate() {
        if let Some(first) = places.insert(id, line) {
            panic!("car {id} stands in line {first} and in line {line} of {}", rows.len());
        }
    }
    assert_eq!(places.len(), 60_000);
}

/// Asks for all cars, and reads nothing of the answer yet.
fn asked(person: &Person, address: std::net::SocketAddr, version: &str) -> TcpStream {
    let body = format!("mark={}&format=csv&file_columns=all", person.mark());
    let request = format!(
        "POST /cars/export {version}\r\nhost: {address}\r\ncookie: {}\r\n\
         origin: http://{address}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        person.cookie(),
        body.len()
    );
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(16 * 1024).unwrap();
    socket.connect(&address.into()).unwrap();
    let mut stream = TcpStream::from(socket);
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// Reads the head and a little more.
fn begun(stream: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    while read.len() < 2000 {
        let mut part = [0; 1000];
        let length = stream.read(&mut part).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&part[..length]);
    }
    assert!(read.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&read));
    read
}

/// The body of an answer in chunks; `None` where the last one is missing.
fn whole(answer: &[u8]) -> Option<String> {
    let at = |text: &[u8], what: &[u8]| text.windows(what.len()).position(|it| it == what);
    let mut rest = &answer[at(answer, b"\r\n\r\n")? + 4..];
    let mut body = Vec::new();
    loop {
        let line = at(rest, b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?, 16).ok()?;
        if length == 0 {
            return String::from_utf8(body).ok();
        }
        body.extend_from_slice(rest.get(line + 2..line + 2 + length)?);
        rest = rest.get(line + 2 + length + 2..)?;
    }
}

fn a_file_is_of_one_moment_whatever_is_written_meanwhile(panel: &Panel) {
    seed_many(panel.database());
    let ada = panel.person();
    let mut stream = asked(&ada, panel.address(), "HTTP/1.1");
    let mut answer = begun(&mut stream);
    // Others are not held up meanwhile.
    let mut other = panel.database().connect();
    other.batch_execute("UPDATE cars SET color = 'changed'").unwrap();
    other.batch_execute("DELETE FROM cars WHERE id > 30000").unwrap();
    ada.add("movies", &[("name", "Alien")]);
    stream.read_to_end(&mut answer).unwrap();
    let rows = cells(&whole(&answer).expect("a whole file"), b',');
    assert_each_once(&rows);
    assert!(column(&rows, "color").iter().all(|color| color != "changed"));
}

fn four_files_at_once_are_of_a_moment_each_and_hold_nobody_up(panel: &Panel) {
    seed_many(panel.database());
    let ada = panel.person();
    let mut other = panel.database().connect();
    let mut change = |number: usize| {
        let statement = format!("UPDATE cars SET color = 'number {number}'");
        other.batch_execute(&statement).unwrap();
    };
    let begin = |number| {
        change(number);
        let mut stream = asked(&ada, panel.address(), "HTTP/1.1");
        let answer = begun(&mut stream);
        Mutex::new((stream, answer))
    };
    let downloads: Vec<_> = (0..4).map(begin).collect();
    // As many as there may be; the panel itself goes on writing.
    let refused = ada.post("/cars/export", "format=csv");
    refused.assert_status(503);
    assert!(refused.visible().contains("Too many files are being downloaded at once."));
    other.batch_execute("DELETE FROM cars WHERE id > 30000").unwrap();
    ada.add("movies", &[("name", "Alien")]);
    at_once(4, |number| {
        let (stream, answer) = &mut *downloads[number].lock().unwrap();
        stream.read_to_end(answer).unwrap();
        let rows = cells(&whole(answer).expect("a whole file"), b',');
        assert_each_once(&rows);
        let color = format!("number {number}");
        assert!(column(&rows, "color").iter().all(|found| *found == color), "{color}");
    });
    let done = ada.open("/activity?kind=exported").rows();
    assert_eq!(done.len(), 4, "each is noted once: {done:?}");
}

fn who_downloads_what_is_in_the_log_when_it_begins(database: &Database) {
    command(database, &["seed", "--users", "5", "--cars", "5"]);
    let program = Program::start(database);
    let ada = program.person();
    ada.download("/cars/export?where=name.contains.a&q=e", &[("format", "ndjson")]);
    let line = program.log_line("downloads");
    let said = "Grace downloads cars as NDJSON; “e”; Name contains “a”";
    assert!(line.ends_with(said), "{line}");
}

fn a_transfer_that_breaks_off_is_not_whole(database: &Database) {
    seed_many(database);
    let mut program = Program::start(database);
    let ada = program.person();
    let mut stream = asked(&ada, program.address(), "HTTP/1.1");
    let mut answer = begun(&mut stream);
    program.signal("KILL");
    program.ended();
    let _ = stream.read_to_end(&mut answer);
    assert!(whole(&answer).is_none());
}

fn a_client_of_old_is_told_the_length(panel: &Panel) {
    command(panel.database(), &["seed", "--users", "50", "--cars", "500"]);
    let ada = panel.person();
    let body = format!("mark={}&format=csv", ada.mark());
    let request = format!(
        "POST /cars/export HTTP/1.0\r\nhost: {0}\r\norigin: http://{0}\r\ncookie: {1}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {2}\r\n\r\n{body}",
        panel.address(),
        ada.cookie(),
        body.len()
    );
    let answer = raw(panel.address(), request.as_bytes());
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = format!("content-length: {}", body.len());
    assert!(head.to_ascii_lowercase().contains(&length), "{head}");
    assert_eq!(cells(body, b',').len(), 501);
}
