//! `backlot operator`: who may sign in, without the panel.

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;

use clap::Subcommand;

use super::confirm::confirm;
use super::{CommandResult, PLACE, connect, connect_to_current};
use crate::access::{self, Account, Event, Kind, LinkPurpose, Token};
use crate::config::Config;
use crate::db::{self, AnyConnection, migrations, retried};
use crate::server::public_url;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Adds an operator; the password is asked for, or read from standard input
    Add {
        /// The name to sign in with
        name: String,
        /// A role: viewer, editor, admin, or one made in the panel; may be given several times
        #[arg(long, default_value = "admin")]
        role: Vec<String>,
    },
    /// Lists the operators
    List,
    /// Disables an operator
    Disable {
        /// The operator's name
        name: String,
    },
    /// Lets a disabled operator sign in again
    Enable {
        /// The operator's name
        name: String,
    },
    /// Removes an operator; the security log is kept
    Remove {
        /// The operator's name
        name: String,
        /// Removes without asking
        #[arg(long)]
        yes: bool,
    },
    /// Prints a link by which an operator sets a password, once, within 24 hours
    Link {
        /// The operator's name
        name: String,
    },
    /// Sets a new password, removes the second factor and forgets failed attempts, for an operator
    /// who is locked out
    Reset {
        /// The operator's name
        name: String,
    },
}

pub(super) fn run(command: &Command) -> CommandResult {
    let config = Config::from_env()?;
    // The first operator may come before the first start; whoever asks for others has a panel.
    let connection = &mut match command {
        Command::Add { .. } => {
            let mut connection = connect(&config)?;
            migrations::up(&mut connection, &mut |name| eprintln!("applied migration {name}"))?;
            connection
        }
        _ => connect_to_current(&config)?,
    };
    match command {
        Command::Add { name, role } => add(&config, connection, name, role),
        Command::List => list(connection),
        Command::Disable { name } => disable(connection, name),
        Command::Enable { name } => enable(connection, name),
        Command::Remove { name, yes } => remove(connection, name, *yes),
        Command::Link { name } => link(&config, connection, name),
        Command::Reset { name } => reset(&config, connection, name),
    }
}

fn add(
    config: &Config,
    connection: &mut AnyConnection,
    name: &str,
    roles: &[String],
) -> CommandResult {
    let known = access::roles(connection)?;
    for role in roles {
        let built_in = access::BUILT_IN.iter().any(|(name, _)| name == role);
        if !built_in && !known.iter().any(|known| known.name == *role) {
            return Err(format!("there is no role {role}").into());
        }
    }
    let hash = chosen_password(config, name)?;
    let (event, now) = (event(Kind::OperatorAdded), db::now());
    let added = retried(connection, |connection| {
        let account = access::create(connection, name, Some(&hash), roles)?;
        if let Ok(account) = &account {
            access::record(
                connection,
                &Event { happened_at: now, ..event.clone() }.to(&account.name),
            )?;
        }
        Ok(account)
    })?;
    let account = added.map_err(|error| error.to_string())?;
    writeln!(std::io::stdout(), "added {}, who may sign in now", account.name)?;
    Ok(())
}

fn list(connection: &mut AnyConnection) -> CommandResult {
    let mut out = std::io::stdout().lock();
    for account in access::accounts(connection)? {
        let state = if account.disabled { "disabled" } else { "may sign in" };
        writeln!(out, "{}\t{}\t{state}", account.name, account.roles.join(", "))?;
    }
    Ok(())
}

fn disable(connection: &mut AnyConnection, name: &str) -> CommandResult {
    let account = found(connection, name)?;
    let event = event(Kind::OperatorDisabled).to(&account.name);
    retried(connection, |connection| {
        let disabled = access::disable(connection, account.id, db::now())?;
        if disabled.is_ok() {
            access::record(connection, &event)?;
        }
        Ok(disabled)
    })??;
    writeln!(std::io::stdout(), "disabled {}", account.name)?;
    Ok(())
}

fn enable(connection: &mut AnyConnection, name: &str) -> CommandResult {
    let account = found(connection, name)?;
    let event = event(Kind::OperatorEnabled).to(&account.name);
    retried(connection, |connection| {
        access::enable(connection, account.id)?;
        access::record(connection, &event)
    })?;
    writeln!(std::io::stdout(), "enabled {}", account.name)?;
    Ok(())
}

fn remove(connection: &mut AnyConnection, name: &str, yes: bool) -> CommandResult {
    let account = found(connection, name)?;
    confirm(&format!("this removes {}, and ends their sessions", account.name), yes)?;
    let event = event(Kind::OperatorRemoved).to(&account.name);
    retried(connection, |connection| {
        let removed = access::remove(connection, account.id)?;
        if removed.is_ok() {
            access::record(connection, &event)?;
        }
        Ok(removed)
    })??;
    writeln!(std::io::stdout(), "removed {}", account.name)?;
    Ok(())
}

/// The link alone goes to standard output, where a script may take it from.
fn link(config: &Config, connection: &mut AnyConnection, name: &str) -> CommandResult {
    let account = found(connection, name)?;
    let token = Token::random().ok_or("the system has no randomness")?;
    let event = event(Kind::LinkMade).to(&account.name);
    retried(connection, |connection| {
        let (purpose, now) = (LinkPurpose::Password, db::now());
        access::make_link(connection, &token, purpose, Some(account.id), now)?;
        access::record(connection, &event)
    })?;
    eprintln!("Send {} this link to set a password. Valid once, for 24 hours.", account.name);
    let panel = public_url(config, SocketAddr::new(config.host, config.port));
    writeln!(std::io::stdout(), "{panel}/password/{}", token.as_str())?;
    Ok(())
}

fn reset(config: &Config, connection: &mut AnyConnection, name: &str) -> CommandResult {
    let account = found(connection, name)?;
    let hash = chosen_password(config, &account.name)?;
    let events = [event(Kind::PasswordChanged), event(Kind::FactorRemoved)];
    retried(connection, |connection| {
        access::set_password(connection, account.id, &hash)?;
        access::set_secret(connection, account.id, None, 0)?;
        access::forget_attempts(connection, &account.name)?;
        access::end_all(connection, account.id, None, db::now())?;
        for event in &events {
            access::record(connection, &event.clone().to(&account.name))?;
        }
        Ok(())
    })?;
    writeln!(std::io::stdout(), "{} signs in with the new password alone", account.name)?;
    Ok(())
}

fn event(kind: Kind) -> Event {
    Event::new(kind, db::now(), PLACE)
}

fn found(connection: &mut AnyConnection, name: &str) -> Result<Account, String> {
    let accounts = access::accounts(connection).map_err(|error| error.to_string())?;
    let key = db::fold(name);
    let mut alike: Vec<Account> =
        accounts.into_iter().filter(|account| db::fold(&account.name) == key).collect();
    // Two may look alike that were named before this was refused: then the very name decides.
    alike.sort_by_key(|account| account.name != name.trim());
    alike.into_iter().next().ok_or_else(|| format!("there is no operator {name}"))
}

/// The hash of a password that is typed twice at a terminal, or read from standard input.
fn chosen_password(config: &Config, name: &str) -> Result<String, Box<dyn std::error::Error>> {
    let typed = if std::io::stdin().is_terminal() {
        eprintln!("{}", access::PASSWORD_RULE);
        let typed = rpassword::prompt_password("Password: ")?;
        if rpassword::prompt_password("Repeat password: ")? != typed {
            return Err("the passwords do not match".into());
        }
        typed
    } else {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    let password = access::check_password(&typed, name)?;
    access::hash_password(config.access.cost, &password)
        .ok_or_else(|| "the password cannot be hashed at the configured cost".into())
}
