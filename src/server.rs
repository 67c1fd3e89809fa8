//! The start-up, in one function.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_files::Files;
use actix_web::http::header;
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::{App, HttpServer, dev, web};

use crate::config::Config;
use crate::db::{self, Db};
use crate::panel::frame::Site;
use crate::panel::requests;
use crate::{assets, entities, routes};

/// A running server.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
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
        address: db::Address,
        /// The driver's words.
        cause: db::Error,
    },
    /// A migration failed.
    #[error("cannot migrate {address}: {cause}")]
    Migrate {
        /// DATABASE_URL, without its password.
        address: db::Address,
        /// The driver's words.
        cause: String,
    },
    /// The static files cannot be read.
    #[error("STATIC_DIR: {0}")]
    Assets(String),
}

/// Requests in flight when the program is told to stop have this long to finish.
const SHUTDOWN_SECONDS: u64 = 10;
/// Longer than the idle time of the usual proxies, which would else send a form down a connection
/// that is just being closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// A page spends its time in one closure on the database; more threads than connections would wait.
const BLOCKING_THREADS: usize = 8;

/// Opens the database, applies what migrations are pending, and begins to listen.
///
/// # Errors
/// See [`StartError`].
pub fn start(config: &Config) -> Result<Server, StartError> {
    let asked = SocketAddr::new(config.host, config.port);
    let listen_error = |cause| StartError::Listen { address: asked, cause };
    let listener = TcpListener::bind(asked).map_err(listen_error)?;
    let address = listener.local_addr().map_err(listen_error)?;
    let assets = assets::version(&config.static_files).map_err(StartError::Assets)?;
    migrate(config)?;
    let db = Db::open(&config.database, &config.settings)
        .map_err(|cause| StartError::Database { address: config.database.clone(), cause })?;
    let base = config.base.clone();
    let static_path = format!("{base}/static/{assets}");
    let site = web::Data::new(Site {
        base: base.clone(),
        assets: static_path.clone(),
        entities: entities::ALL,
    });
    let db = web::Data::new(db);
    let folder = config.static_files.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(site.clone())
            .app_data(db.clone())
            .wrap(from_fn(requests::with_error_pages))
            .wrap(headers())
            .wrap(Compress::default())
            .wrap(from_fn(requests::with_id))
            .wrap(requests::logger())
            .service(
                web::scope(&static_path)
                    .wrap(
                        DefaultHeaders::new()
                            .add((header::CACHE_CONTROL, "public, max-age=31536000, immutable")),
                    )
                    .service(Files::new("", &folder).use_etag(true)),
            )
            .service(web::scope(&base).configure(routes::configure))
    })
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .worker_max_blocking_threads(BLOCKING_THREADS)
    .tcp_nodelay(true)
    .disable_signals()
    .listen(listener)
    .map_err(listen_error)?
    .run();
    Ok(Server { address, running: server })
}

fn migrate(config: &Config) -> Result<(), StartError> {
    let address = config.database.clone();
    let mut connection =
        config.database.connect(&config.settings.limits).map_err(|error| StartError::Database {
            address: address.clone(),
            cause: db::Error::Unavailable(error.to_string()),
        })?;
    let applied = db::run_pending(&mut connection)
        .map_err(|error| StartError::Migrate { address, cause: error.to_string() })?;
    for name in applied {
        log::info!("applied migration {name}");
    }
    Ok(())
}

/// What every answer carries, whatever made it.
fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add((header::CACHE_CONTROL, "no-store"))
}
