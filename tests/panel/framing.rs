//! The shape of an answer on the wire: where it ends, and how caches tell it from another.

use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;

use crate::support::Panel;

crate::tests![
    every_answer_ends_where_it_says,
    compressed_and_plain_answers_are_told_apart,
    a_page_that_is_known_is_not_sent_again_however_it_was_compressed,
];

/// An answer, its framing undone.
pub(super) struct Answer {
    head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Asks with these header lines, and reads the answer as its head says that it is to be read.
    #[track_caller]
    pub(super) fn to(panel: &Panel, line: &str, headers: &[&str], body: &str) -> Self {
        let lines = [&[line, "host: panel"], headers].concat().join("\r\n");
        let mut stream = TcpStream::connect(panel.address()).unwrap();
        write!(stream, "{lines}\r\n\r\n{body}").unwrap();
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(stream.read_line(&mut head).unwrap(), 0, "no head: {head}");
        }
        let mut answer = Self { head: head.to_ascii_lowercase(), body: Vec::new() };
        answer.body = match (answer.status(), &answer.values("content-length")[..]) {
            ("304", _) => Vec::new(),
            (_, [length]) => bytes(&mut stream, length.parse().unwrap()),
            _ if answer.values("transfer-encoding") == ["chunked"] => {
                assert!(answer.head.starts_with("http/1.1"), "{}", answer.head);
                chunks(&mut stream)
            }
            _ => {
                let is_old = answer.head.starts_with("http/1.0");
                assert!(is_old || answer.values("connection") == ["close"], "{}", answer.head);
                let mut rest = Vec::new();
                stream.read_to_end(&mut rest).unwrap();
                rest
            }
        };
        answer
    }

    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.filter(|(field, _)| *field == name).map(|(_, value)| value).collect()
    }

    #[track_caller]
    pub(super) fn value(&self, name: &str) -> &str {
        let values = self.values(name);
        assert_eq!(values.len(), 1, "{name}: {}", self.head);
        values[0]
    }

    pub(super) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    pub(super) fn is_compressed(&self) -> bool {
        self.body.starts_with(&[0x1f, 0x8b])
    }
}

#[track_caller]
fn bytes(stream: &mut impl Read, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}

/// What is sent in chunks, which end with an empty one.
#[track_caller]
fn chunks(stream: &mut impl BufRead) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut size = String::new();
        stream.read_line(&mut size).expect("the size of a chunk");
        let size = usize::from_str_radix(size.trim_end(), 16).expect("the size of a chunk");
        body.extend(bytes(stream, size));
        assert_eq!(bytes(stream, 2), b"\r\n");
        if size == 0 {
            return body;
        }
    }
}

fn every_answer_ends_where_it_says(panel: &Panel) {
    let websocket: &[&str] = &[
        "connection: Upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    let alone: &[&str] = &["upgrade: websocket"];
    let http2: &[&str] = &["connection: Upgrade, HTTP2-Settings", "upgrade: h2c"];
    let nothing: &[&str] = &["connection: keep-alive, Upgrade"];
    for offer in [websocket, alone, http2, nothing, &[]] {
        for encoding in ["accept-encoding: gzip", "accept-encoding: identity"] {
            let asked = [offer, &[encoding]].concat();
            for (line, status) in [
                ("GET /sign-in HTTP/1.1", "200"),
                ("GET /sign-in HTTP/1.0", "200"),
                ("GET /nonsense HTTP/1.1", "303"),
            ] {
                let answer = Answer::to(panel, line, &asked, "");
                assert_eq!(answer.status(), status, "{line} {asked:?}");
                if status == "200" {
                    let is_plain = !offer.is_empty() || encoding.ends_with("identity");
                    assert_eq!(answer.is_compressed(), !is_plain, "{asked:?}");
                    assert!(!answer.values("connection").contains(&"upgrade"), "{}", answer.head);
                }
            }
        }
    }
    // As `curl --http2 --data` sends it.
    let body = "name=Ada&password=nothing";
    let length = format!("content-length: {}", body.len());
    let form = ["content-type: application/x-www-form-urlencoded", &length];
    let asked = [http2, &form].concat();
    assert_eq!(Answer::to(panel, "POST /sign-in HTTP/1.1", &asked, body).status(), "422");
    let connect = Answer::to(panel, "CONNECT /sign-in HTTP/1.1", &["accept-encoding: gzip"], "");
    assert_ne!(connect.status(), "200");
}

/// The addresses of a page and of a file.
fn addresses(panel: &Panel) -> [String; 2] {
    let sheet = panel.visitor().open("/sign-in").attributes("link[rel=stylesheet]", "href");
    ["/sign-in".to_owned(), sheet[0].clone()]
}

fn compressed_and_plain_answers_are_told_apart(panel: &Panel) {
    for address in addresses(panel) {
        let line = format!("GET {address} HTTP/1.1");
        let close = "connection: close";
        let plain = Answer::to(panel, &line, &[close], "");
        let compressed = Answer::to(panel, &line, &[close, "accept-encoding: gzip"], "");
        assert!(compressed.is_compressed() && !plain.is_compressed());
        for answer in [plain, compressed] {
            assert_eq!(answer.value("vary"), "accept-encoding", "{address}");
            let tags = answer.values("etag");
            assert!(tags.iter().all(|tag| tag.starts_with("w/\"")), "{tags:?}");
        }
    }
}

fn a_page_that_is_known_is_not_sent_again_however_it_was_compressed(panel: &Panel) {
    let [_, sheet] = addresses(panel);
    let line = format!("GET {sheet} HTTP/1.1");
    for encoding in ["accept-encoding: gzip", "accept-encoding: identity"] {
        let asked = ["connection: close", encoding];
        let tag = Answer::to(panel, &line, &asked, "").value("etag").to_owned();
        let known = format!("if-none-match: {}", tag.replace("w/", "W/"));
        let again = Answer::to(panel, &line, &[asked[0], encoding, &known], "");
        assert_eq!(again.status(), "304");
        assert_eq!(again.value("etag"), tag);
        assert_eq!(again.value("vary"), "accept-encoding");
        assert!(again.body.is_empty());
    }
}
