//! Backlot: a server-rendered admin panel over a relational database.
//!
//! The modules in reading order. Which may use which is said in `docs/architecture.md`, and held by
//! `tests/architecture.rs`.

pub mod cli;
pub mod config;
pub mod server;

mod account;
mod assets;
mod drain;
mod health;
mod history;
mod home;
mod maintenance;
mod routes;
mod transfer;

pub mod entities;
pub mod panel;
pub mod sample;
pub mod upgrade;

pub mod access;

pub mod db;
#[expect(missing_docs, reason = "Diesel's table! writes public items without documentation")]
pub mod schema;
