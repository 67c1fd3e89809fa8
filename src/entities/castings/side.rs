//! The two sides of a casting.

use diesel::QueryResult;

use crate::access::{Action, CurrentOperator, Requirement};
use crate::db::AnyConnection;
use crate::entities::actors::Actor;
use crate::entities::movies::Movie;
use crate::panel::{Names, Resource};

/// From which side a casting is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the movie: its cast.
    Movie,
    /// From the actor: the films.
    Actor,
}

impl Side {
    /// The side across.
    pub fn other(self) -> Self {
        match self {
            Self::Movie => Self::Actor,
            Self::Actor => Self::Movie,
        }
    }

    /// The words for what stands on this side.
    pub fn names(self) -> Names {
        match self {
            Self::Movie => Movie::NAMES,
            Self::Actor => Actor::NAMES,
        }
    }

    /// Several of this side, in the middle of a sentence. The path is the very word.
    pub fn plural(self) -> &'static str {
        self.names().path
    }

    /// The name of the form field that holds an id of this side.
    pub fn key(self) -> &'static str {
        match self {
            Self::Movie => "movie_id",
            Self::Actor => "actor_id",
        }
    }

    /// What casting from this side needs: it changes this side, and shows the other.
    pub(super) fn requirement(self) -> Requirement {
        Requirement::to(Action::Edit, self.names().path).and(Action::See, self.other().names().path)
    }

    /// The path of a row of this side, below the base.
    pub fn path(self, id: i64) -> String {
        format!("/{}/{id}", self.names().path)
    }

    /// What the row of this side is called; `None` where there is none.
    pub(super) fn title(
        self,
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        id: i64,
    ) -> QueryResult<Option<String>> {
        match self {
            Self::Movie => Ok(Movie::find(connection, id)?.map(|movie| movie.title(operator))),
            Self::Actor => Ok(Actor::find(connection, id)?.map(|actor| actor.title(operator))),
        }
    }
}
