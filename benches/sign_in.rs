//! Whether the time of a refused sign-in tells that a name is known: `cargo bench --bench sign_in`.
//!
//! A running panel on SQLite is asked in turns with the name of an operator, of one who is disabled
//! and of nobody, always with a wrong password. The clock is moved on a day after each, so that
//! nobody has to wait. The medians are of the machine; what counts is how close to 1 they are to
//! each other.
//!
//! `ROUNDS=100` chooses how often each is asked.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_web::rt::System;
use backlot::access::{self, Clock, Cost};
use backlot::config::Config;
use backlot::db::{self, Address, Limits};
use backlot::server;
use chrono::TimeDelta;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The names that are tried, and what they are.
const NAMES: [(&str, &str); 3] =
    [("unknown", "name of nobody"), ("operator", "name of an operator"), ("disabled", "disabled")];
/// Rounds that are not counted: everything is warm after them.
const WARM_UP: usize = 10;

fn main() -> Result<()> {
    let rounds: usize = std::env::var("ROUNDS").map_or(Ok(300), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("panel.sqlite3").display());
    let (address, clock) = start(&url)?;
    add_operators(&url)?;
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut times: [Vec<Duration>; 3] = [const { Vec::new() }; 3];
    for round in 0..WARM_UP + rounds {
        // Whoever comes first in a round is another each time.
        for turn in 0..NAMES.len() {
            let which = (round + turn) % NAMES.len();
            let time = refused_sign_in(&agent, address, NAMES[which].0)?;
            if round >= WARM_UP {
                times[which].push(time);
            }
            clock.advance(TimeDelta::hours(25));
        }
    }
    let medians = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    for ((_, what), median) in NAMES.iter().zip(medians) {
        let ratio = median.as_secs_f64() / medians[0].as_secs_f64();
        println!("{what:<20} {:>8.2} ms {ratio:>7.3}", median.as_secs_f64() * 1000.0);
    }
    Ok(())
}

/// Starts a panel that ends with this program.
fn start(url: &str) -> Result<(SocketAddr, Clock)> {
    let read = |name: &str| match name {
        "DATABASE_URL" => Some(url.to_owned()),
        "PORT" => Some("0".to_owned()),
        _ => None,
    };
    let config = Config::read(read)?;
    let (started, start) = mpsc::channel();
    std::thread::spawn(move || {
        System::new().block_on(async {
            let running = match server::start(&config, &backlot::entities::REGISTER) {
                Ok(server) => {
                    let _ = started.send(Ok((server.address, server.clock)));
                    server.running
                }
                Err(error) => return drop(started.send(Err(error.to_string()))),
            };
            let _ = running.await;
        });
    });
    Ok(start.recv()??)
}

fn add_operators(url: &str) -> Result<()> {
    let mut connection = Address::parse(url)?.connect(&Limits::default())?;
    let hash = access::hash_password(Cost::default(), "tumble winter ochre").ok_or("no hash")?;
    db::retried(&mut connection, |connection| {
        for name in ["operator", "disabled"] {
            let made = access::create(connection, name, Some(&hash), &["viewer".to_owned()])?;
            if let ("disabled", Ok(account)) = (name, made) {
                let _ = access::disable(connection, account.id, db::now())?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// How long it takes to be told that a wrong password is wrong.
fn refused_sign_in(agent: &ureq::Agent, address: SocketAddr, name: &str) -> Result<Duration> {
    let form = [("name", name), ("password", "this is not it at all")];
    let began = Instant::now();
    let mut answer = agent.post(format!("http://{address}/sign-in")).send_form(form)?;
    answer.body_mut().read_to_string()?;
    let time = began.elapsed();
    if answer.status() != 422 {
        return Err(format!("the answer for {name} was {}", answer.status()).into());
    }
    Ok(time)
}
