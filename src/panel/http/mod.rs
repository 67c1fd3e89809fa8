//! The request as handlers see it: who asks, what was sent, where it leads, and the pages for errors.

pub mod authorization;
pub mod client;
pub mod compression;
pub mod error;
pub mod error_page;
pub mod escaped;
pub mod failure;
pub mod form;
pub mod framing;
pub mod headers;
pub mod id;
pub mod inputs;
pub mod layout;
pub mod middleware;
pub mod notice;
pub mod origin;
pub mod request;
pub mod request_id;
pub mod return_to;
pub mod upload;
pub mod url;
pub mod viewer;
pub mod words;
