//! Every URL of the program.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{ServiceConfig, resource, scope};

use crate::entities::actors::Actor;
use crate::entities::cars::Car;
use crate::entities::movies::Movie;
use crate::entities::profiles::Profile;
use crate::entities::users::User;
use crate::panel::requests::without_panics;
use crate::panel::{Resource, choose, delete, detail, form, list};

/// The pages of all entities, below the base path.
pub fn configure(app: &mut ServiceConfig) {
    app.service(entity::<User>())
        .service(entity::<Profile>())
        .service(entity::<Car>())
        .service(entity::<Movie>())
        .service(entity::<Actor>());
}

/// The usual pages of an entity.
fn entity<R: Resource>() -> actix_web::Scope {
    scope(&format!("/{}", R::NAMES.path))
        .service(page("").get(list::list::<R>).head(list::list::<R>).post(form::create::<R>))
        .service(page("/new").get(form::new::<R>).head(form::new::<R>).post(form::rework_new::<R>))
        .service(page("/choose").get(choose::options::<R>).post(choose::choose::<R>))
        .service(
            page("/{id}")
                .get(detail::detail::<R>)
                .head(detail::detail::<R>)
                .post(form::update::<R>),
        )
        .service(
            page("/{id}/edit")
                .get(form::edit::<R>)
                .head(form::edit::<R>)
                .post(form::rework_edit::<R>),
        )
        .service(
            page("/{id}/delete")
                .get(delete::ask::<R>)
                .head(delete::ask::<R>)
                .post(delete::delete::<R>),
        )
}

/// A resource whose handlers may panic and still give an answer, and which refuses other methods
/// with 405.
fn page(
    path: &str,
) -> actix_web::Resource<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    resource(path).wrap(from_fn(without_panics))
}
