//! One connection that is kept open: just enough of HTTP to be cheaper than what is measured.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use backlot::access::Token;

use crate::Result;

/// What every compressed answer begins with (RFC 1952, 2.3.1).
const GZIP: &[u8] = &[0x1f, 0x8b];

pub struct Connection {
    reader: BufReader<TcpStream>,
    session: Token,
    line: String,
    body: Vec<u8>,
}

impl Connection {
    pub fn open(address: SocketAddr, session: Token) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let reader = BufReader::new(stream);
        Ok(Self { reader, session, line: String::new(), body: Vec::new() })
    }

    /// The page at that address, which must be there.
    pub fn get(&mut self, path: &str) -> Result<&str> {
        self.read(path, "")?;
        Ok(std::str::from_utf8(&self.body)?)
    }

    /// The page at that address; nothing where there is none.
    pub fn find(&mut self, path: &str) -> Result<Option<&str>> {
        let request = self.request(path, "");
        Ok(match self.answer(&request)? {
            404 => None,
            status => {
                expect(status, 200).map_err(|problem| format!("{path}: {problem}"))?;
                Some(std::str::from_utf8(&self.body)?)
            }
        })
    }

    /// How many bytes the page at that address has as it is sent to a browser.
    pub fn get_compressed(&mut self, path: &str) -> Result<usize> {
        self.read(path, "Accept-Encoding: gzip\r\n")?;
        self.body.starts_with(GZIP).then_some(self.body.len()).ok_or("it is not compressed".into())
    }

    fn read(&mut self, path: &str, header: &str) -> Result<()> {
        let request = self.request(path, header);
        self.exchange(&request, 200).map_err(|problem| format!("{path}: {problem}").into())
    }

    fn request(&self, path: &str, header: &str) -> String {
        let session = self.session.as_str();
        format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: backlot={session}\r\n{header}\r\n")
    }

    /// Sends a form, which must be accepted.
    pub fn post(&mut self, path: &str, form: &str) -> Result<()> {
        let session = self.session.as_str();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\nCookie: backlot={session}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        self.exchange(&request, 303).map_err(|problem| format!("{path}: {problem}").into())
    }

    fn exchange(&mut self, request: &str, expected: u16) -> Result<()> {
        let status = self.answer(request)?;
        expect(status, expected)
    }

    /// Sends a request, and reads the answer: its status.
    fn answer(&mut self, request: &str) -> Result<u16> {
        self.reader.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (0, 0);
        loop {
            self.line.clear();
            self.reader.read_line(&mut self.line)?;
            self.line.make_ascii_lowercase();
            let text = self.line.trim_end();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("http/1.1 ") {
                status = rest.split(' ').next().unwrap_or_default().parse()?;
            } else if let Some(rest) = text.strip_prefix("content-length: ") {
                length = rest.parse()?;
            }
        }
        self.body.clear();
        (&mut self.reader).take(length).read_to_end(&mut self.body)?;
        Ok(status)
    }
}

fn expect(status: u16, expected: u16) -> Result<()> {
    match status == expected {
        true => Ok(()),
        false => Err(format!("the answer was {status}, not {expected}").into()),
    }
}
