//! The only place that opens a connection.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use diesel::{Connection as _, ConnectionError, ConnectionResult};

use super::address::{Address, Product};
use super::connection::AnyConnection;
use super::session::{self, Limits};

/// How often a database that does not answer is asked again.
const PAUSE: Duration = Duration::from_millis(500);

impl Address {
    /// Opens one connection and sets up its session.
    ///
    /// # Errors
    /// The driver's own words, in one line and without the password.
    pub fn connect(&self, limits: &Limits) -> ConnectionResult<AnyConnection> {
        self.open(limits).map_err(|error| ConnectionError::BadConnection(self.words(&error)))
    }

    /// As [`Address::connect`], but gives up after `time`: a driver may wait for minutes for a
    /// machine that does not answer, or for ever for one that is stopped.
    ///
    /// # Errors
    /// The driver's own words, or that there were none in time.
    pub fn connect_within(
        &self,
        limits: &Limits,
        time: Duration,
    ) -> ConnectionResult<AnyConnection> {
        if self.product() == Product::Sqlite {
            return self.connect(limits);
        }
        let (answer, answered) = mpsc::channel();
        let (address, limits) = (self.clone(), *limits);
        std::thread::spawn(move || {
            // Nobody listens any more when the time was up; the connection closes by itself.
            let _ = answer.send(address.connect(&limits));
        });
        answered.recv_timeout(time).unwrap_or_else(|_| {
            let words = format!("no answer within {} seconds", time.as_secs_f64());
            Err(ConnectionError::BadConnection(words))
        })
    }

    /// As [`Address::connect_within`], again and again until `patience` is at its end.
    ///
    /// # Errors
    /// What the last attempt said.
    pub fn connect_patiently(
        &self,
        limits: &Limits,
        time: Duration,
        patience: Duration,
    ) -> ConnectionResult<AnyConnection> {
        let until = Instant::now() + patience;
        let mut told = false;
        loop {
            match self.connect_within(limits, time) {
                Err(error) if Instant::now() < until => {
                    if !told {
                        log::info!("waiting for {self}: {error}");
                        told = true;
                    }
                    std::thread::sleep(PAUSE.min(until - Instant::now()));
                }
                result => return result,
            }
        }
    }

    fn open(&self, limits: &Limits) -> ConnectionResult<AnyConnection> {
        let mut connection = match self.product() {
            #[cfg(feature = "sqlite")]
            Product::Sqlite => {
                super::file::create_private(std::path::Path::new(self.target()))?;
                AnyConnection::Sqlite(diesel::SqliteConnection::establish(self.target())?)
            }
            #[cfg(feature = "postgres")]
            Product::Postgres => {
                AnyConnection::Postgres(diesel::PgConnection::establish(self.target())?)
            }
            #[cfg(feature = "mysql")]
            Product::Mysql => {
                let mut mysql = diesel::MysqlConnection::establish(self.target())?;
                if self.must_be_encrypted() {
                    session::refuse_plain_text(&mut mysql)?;
                }
                AnyConnection::Mysql(mysql)
            }
            #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
            other => {
                let cause = super::AddressError::NotBuiltIn(other.feature());
                return Err(ConnectionError::BadConnection(cause.to_string()));
            }
        };
        session::set_up(&mut connection, limits)
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(connection)
    }

    /// The driver's words, and nothing of Diesel's around them.
    fn words(&self, error: &ConnectionError) -> String {
        let words = match error {
            ConnectionError::BadConnection(words) => words.clone(),
            ConnectionError::CouldntSetupConfiguration(cause) => cause.to_string(),
            other => other.to_string(),
        };
        self.clean(&words)
    }
}
