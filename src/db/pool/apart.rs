//! Work that takes long, beside the pools: no page waits for a connection or a thread that it has.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::Semaphore;

use super::Settings;
use super::open_file::OpenFile;
use crate::db::address::Address;
use crate::db::connection::AnyConnection;
use crate::db::error::Error;
use crate::db::session::Limits;

/// So much of it is done at once; who comes later is told so.
const MOST: usize = 4;

/// What it takes to connect for such work.
#[derive(Clone)]
pub(super) struct Apart {
    address: Address,
    file: OpenFile,
    wait: Duration,
    lock: Duration,
    permits: Arc<Semaphore>,
}

impl Apart {
    pub fn new(address: &Address, file: &OpenFile, settings: &Settings) -> Self {
        Self {
            address: address.clone(),
            file: file.clone(),
            wait: settings.wait,
            lock: settings.limits.lock,
            permits: Arc::new(Semaphore::new(MOST)),
        }
    }

    /// See [`super::Db::run_apart`].
    pub async fn run<F>(&self, limit: Duration, work: F) -> Result<(), Error>
    where
        F: FnOnce(&mut AnyConnection) + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).try_acquire_owned().map_err(|_| Error::Busy)?;
        let apart = self.clone();
        let limits = Limits { statement: limit, lock: self.lock };
        let connect = move || {
            apart.file.ensure_in_place()?;
            let connected = apart.address.connect_within(&limits, apart.wait);
            connected.map_err(|error| Error::Unavailable(error.to_string()))
        };
        let mut connection = web::block(connect).await.map_err(|_| Error::Panicked)??;
        let thread = std::thread::Builder::new().name("apart".to_owned());
        let started = thread.spawn(move || {
            let _permit = permit;
            work(&mut connection);
        });
        started.map(drop).map_err(|error| Error::Unavailable(error.to_string()))
    }
}
