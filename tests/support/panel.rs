//! A running panel.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use backlot::access::Clock;
use backlot::config::Config;
use backlot::entities::REGISTER;
use backlot::panel::entity::register::Register;
use backlot::schema::operators;
use backlot::server;
use diesel::prelude::*;

use super::database::{Database, session};
use super::person::Person;

/// A real server on a port of its own, stopped with the test.
pub struct Panel {
    address: SocketAddr,
    clock: Clock,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    // The last field: the database goes after the server that uses it.
    database: Database,
}

impl From<Database> for Panel {
    fn from(database: Database) -> Self {
        Self::with(database, &[])
    }
}

impl Panel {
    /// A panel with further variables in its configuration.
    pub fn with(database: Database, variables: &[(&str, &str)]) -> Self {
        Self::serving(database, variables, &REGISTER)
    }

    /// The same over any entities.
    pub fn serving(
        database: Database,
        variables: &[(&str, &str)],
        register: &'static Register,
    ) -> Self {
        let read = |name: &str| match name {
            "DATABASE_URL" => Some(database.url().to_owned()),
            "PORT" => Some("0".to_owned()),
            _ => variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into()),
        };
        let config = Config::read(read).expect("the configuration");
        let (started, start) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async {
                let server = server::start(&config, register).expect("the start");
                let _ = started.send((server.address, server.clock, server.running.handle()));
                server.running.await.expect("the server");
            });
        });
        let (address, clock, handle) = start.recv().expect("a started server");
        Self { address, clock, handle, thread: Some(thread), database }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Person {
        Person::at(self.address)
    }

    /// Somebody who is signed in and has these roles.
    pub fn person_who_is(&self, name: &str, roles: &[&str]) -> Person {
        let token = session(&mut self.database.connect(), name, roles, self.clock.now());
        self.visitor().with_session(&token)
    }

    /// Gives an operator these roles and no others, as an admin does.
    pub fn give_roles(&self, name: &str, roles: &[&str]) {
        let roles: String = roles.iter().map(|role| format!("&role={role}")).collect();
        self.change_operator(name, &format!("do=roles{roles}"));
    }

    /// Changes an operator, as an admin does.
    #[track_caller]
    pub fn change_operator(&self, name: &str, body: &str) {
        let id: i64 = operators::table
            .filter(operators::name.eq(name))
            .select(operators::id)
            .first(&mut self.database.connect())
            .expect("the operator");
        self.person().post(&format!("/operators/{id}"), body).assert_status(303);
    }

    /// The time as it sees it.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Somebody new, with a browser of their own, who is signed in and may do everything.
    pub fn person(&self) -> Person {
        self.person_who_is("Grace", &["admin"])
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        // Stops at once; the future would only tell when.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
