//! The start-up, in one function.

use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::middleware::{NormalizePath, from_fn};
use actix_web::{App, HttpServer, dev, web};
use tokio::sync::Notify;

use crate::access::{self, AccessState, Clock, LinkPurpose, Token};
use crate::assets::Assets;
use crate::config::Config;
use crate::db::derived;
use crate::db::migrations::{self, MigrationError, State};
use crate::db::{self, Address, AnyConnection, Counts, Db, Growth};
use crate::drain::Entrance;
use crate::maintenance::Maintenance;
use crate::panel::entity::register::Register;
use crate::panel::http::compression;
use crate::panel::http::framing::{self, Stopping};
use crate::panel::http::headers;
use crate::panel::http::layout::Site;
use crate::panel::http::middleware;
use crate::panel::http::origin;
use crate::transfer::{self, jobs::Runner};
use crate::{account, health, routes, upgrade};

/// A running server.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// The time as the program sees it, to be moved in tests.
    pub clock: Clock,
    /// Its address as a browser on this machine opens it.
    pub url: String,
    /// The link that makes the first operator, where nobody can sign in yet.
    pub set_up: Option<String>,
    /// Where connections come in.
    pub entrance: Entrance,
    /// Whether it is about to stop.
    pub stopping: Stopping,
    /// The future that serves until it is told to stop.
    pub running: dev::Server,
}

/// Why the program cannot start; each is one line for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// HOST and PORT.
        address: SocketAddr,
        /// The system's words.
        cause: std::io::Error,
    },
    /// The database cannot be opened.
    #[error("cannot open {address}: {cause}")]
    Database {
        /// DATABASE_URL, without its password.
        address: Address,
        /// The driver's words.
        cause: String,
    },
    /// The schema is not as this program needs it.
    #[error("cannot use {address}: {cause}")]
    Schema {
        /// DATABASE_URL, without its password.
        address: Address,
        /// What is wrong with it.
        cause: MigrationError,
    },
    /// Migrations are pending, and the program was told not to apply them.
    #[error(
        "{address} lacks {count} migrations: run backlot migrate up, or serve without --no-migrate"
    )]
    Pending {
        /// DATABASE_URL, without its password.
        address: Address,
        /// How many there are.
        count: usize,
    },
    /// Search would not find what is stored, and the program was told to leave it alone.
    #[error(
        "the texts of {0} were made searchable by another backlot: \
         run backlot migrate up, or serve without --no-migrate"
    )]
    Stale(Address),
    /// The static files cannot be read.
    #[error("STATIC_DIR: {0}")]
    Assets(String),
}

/// Requests in flight when the program is told to stop have this long to finish: with what goes
/// before, less than the 10 seconds that containers are given.
const SHUTDOWN_SECONDS: u64 = 7;
/// Longer than the idle time of the usual proxies, which would else send a form down a connection
/// that is just being closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Threads for the health check and for static files, beside one for each connection to the database.
const OTHER_THREADS: usize = 4;

/// Opens the database, brings its schema up to date, and begins to listen: a panel of these entities.
///
/// # Errors
/// See [`StartError`].
pub fn start(config: &Config, register: &'static Register) -> Result<Server, StartError> {
    let asked = SocketAddr::new(config.host, config.port);
    let listen_error = |cause| StartError::Listen { address: asked, cause };
    let listener = TcpListener::bind(asked).map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    let entrance = Entrance::of(&listener).map_err(listen_error)?;
    let assets = Assets::open(config.static_files.as_deref()).map_err(StartError::Assets)?;
    let set_up = prepare(config, register)?;
    let db = Db::open(&config.database, &config.settings)
        .map_err(|error| database_error(config, error))?;
    let base = config.base.clone();
    let static_path = format!("{base}/static");
    let site = web::Data::new(Site {
        base: base.clone(),
        assets: format!("{static_path}/{}", assets.version()),
        register,
        counts: Counts::default(),
        growth: Growth::default(),
        imports: config.imports.clone(),
        open: routes::OPEN,
        open_notices: account::NOTICES,
        at_once: config.jobs.at_once,
        new_job: Notify::new(),
    });
    let state = AccessState::new(config.access.clone());
    let clock = state.clock.clone();
    let maintenance = Maintenance::new(db.clone(), clock.clone(), config.retention);
    let stopping = Stopping::default();
    let runner = Runner::new(
        db.clone(),
        (clock.clone(), stopping.clone()),
        site.clone().into_inner(),
        config.jobs,
        transfer::steps_of,
    );
    let db = web::Data::new(db);
    let state = web::Data::new(state);
    let about_to_stop = web::Data::new(stopping.clone());
    let url = format!("http://{}{base}", within_reach(address));
    let public = public_url(config, address);
    let set_up = set_up.map(|secret| format!("{public}/set-up/{}", secret.as_str()));
    let threads = db.connections() + OTHER_THREADS;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(site.clone())
            .app_data(db.clone())
            .app_data(state.clone())
            .app_data(about_to_stop.clone())
            .wrap(from_fn(origin::ours_alone))
            .wrap(from_fn(middleware::with_error_pages))
            .wrap(from_fn(headers::with_headers))
            .wrap(from_fn(compression::with_compression))
            .wrap(from_fn(framing::with_framing))
            .wrap(NormalizePath::trim())
            .wrap(from_fn(middleware::with_id))
            .wrap(middleware::logger(health::PATHS.map(|path| format!("{base}{path}"))))
            .configure(|app| assets.configure(&static_path, app))
            .service(web::scope(&base).configure(|app| routes::configure(app, register)))
    })
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(config.connections.head)
    .client_disconnect_timeout(config.connections.head)
    .max_connections(config.connections.most)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .worker_max_blocking_threads(threads)
    .tcp_nodelay(true)
    .disable_signals()
    .listen(listener)
    .map_err(listen_error)?
    .run();
    actix_web::rt::spawn(maintenance.run());
    if let Some(runner) = runner {
        actix_web::rt::spawn(runner.run());
    }
    Ok(Server { address, clock, url, set_up, entrance, stopping, running: server })
}

/// Waits for the database and sees to its schema, on a connection of its own: migrations may take
/// longer than any page may.
///
/// Returns the secret of the set-up link, where nobody can sign in yet.
fn prepare(config: &Config, register: &Register) -> Result<Option<Token>, StartError> {
    let settings = &config.settings;
    let mut connection = config
        .database
        .connect_patiently(&settings.limits, settings.wait, config.patience)
        .map_err(|error| database_error(config, error))?;
    let schema_error = |cause: MigrationError| {
        let address = config.database.clone();
        StartError::Schema { address, cause }
    };
    if config.migrate {
        upgrade::bring_up_to_date(&mut connection, register, &mut |what| log::info!("{what}"))
            .map_err(schema_error)?;
    }
    let pending = migrations::pending(&mut connection).map_err(schema_error)?;
    if !pending.is_empty() {
        let address = config.database.clone();
        return Err(StartError::Pending { address, count: pending.len() });
    }
    if !derived::is_current(&mut connection).map_err(|cause| schema_error(cause.into()))? {
        return Err(StartError::Stale(config.database.clone()));
    }
    let status = migrations::status(&mut connection).map_err(|cause| schema_error(cause.into()))?;
    for (name, _) in status.iter().filter(|(_, state)| *state == State::Changed) {
        log::warn!("migration {name} has changed since it was applied; see backlot check");
    }
    set_up_link(&mut connection).map_err(|error| database_error(config, error))
}

/// The address of the panel that links for others begin with: the configured one, or else that of
/// this machine.
pub fn public_url(config: &Config, listening: SocketAddr) -> String {
    let origin = match &config.access.public_origin {
        Some(origin) => origin.ascii_serialization(),
        None => format!("http://{}", within_reach(listening)),
    };
    format!("{origin}{}", config.base)
}

/// The address that is listened on; or, since no browser opens "every network", this machine's own.
fn within_reach(listening: SocketAddr) -> SocketAddr {
    let host = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(host, listening.port())
}

fn set_up_link(connection: &mut AnyConnection) -> diesel::QueryResult<Option<Token>> {
    let Some(token) = Token::random() else { return Ok(None) };
    if access::any_operator(connection)? {
        return Ok(None);
    }
    access::make_link(connection, &token, LinkPurpose::SetUp, None, db::now())?;
    Ok(Some(token))
}

fn database_error(config: &Config, error: impl Display) -> StartError {
    StartError::Database { address: config.database.clone(), cause: error.to_string() }
}
