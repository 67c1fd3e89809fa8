//! Every URL of the program.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{ServiceConfig, resource, scope};
use actix_web::{FromRequest, Handler, HttpResponse, Responder, Scope};

use crate::account;
use crate::history;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{LinkEnd, Relation};
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::middleware::without_panics;
use crate::panel::http::request::Request;
use crate::panel::{delete, detail, form, link, list, picker};
use crate::transfer::{self, import};
use crate::{health, home};

/// The paths that answer whoever is not signed in.
pub const OPEN: &[&str] = &["/sign-in", "/set-up", "/password", "/static", "/health"];

/// The pages of the panel, below the base path.
pub fn configure(app: &mut ServiceConfig, register: &'static Register) {
    // A path is compared with one pattern after another, and lists and records are asked for most.
    for entity in register.entities {
        app.service(pages_of(entity));
    }
    // A path is taken without the slash at its end, and the root of a sub-path is then empty.
    app.service(read(page(""), home::home))
        .service(read(page("/"), home::home))
        .service(read(page("/health/live"), health::live))
        .service(read(page("/health/ready"), health::ready))
        .service(read(page("/search"), home::search))
        .service(read(page("/added"), home::added))
        .configure(|app| activity_pages(app, register))
        .service(page("/sample-data").post(home::load_sample_data))
        .service(read(page("/sign-in"), account::show_sign_in).post(account::sign_in))
        .service(page("/sign-in/code").post(account::code))
        .service(page("/sign-out").post(account::sign_out))
        .service(read(page("/set-up/{secret}"), account::show_set_up).post(account::set_up))
        .service(
            read(page("/password/{secret}"), account::show_password).post(account::set_password),
        )
        .service(read(page("/saved-forms/{secret}"), saved_form))
        .service(page("/history/{id}/undo").post(transfer::undo::undo))
        .service(read(page("/jobs"), transfer::jobs::jobs))
        .service(read(page("/jobs/{id}"), transfer::jobs::job))
        .service(page("/jobs/{id}/cancel").post(transfer::jobs::cancel))
        .service(page("/jobs/{id}/anyway").post(transfer::undo::anyway))
        .configure(account_pages);
}

/// What happened to all records, and the views that are kept of it.
fn activity_pages(app: &mut ServiceConfig, register: &'static Register) {
    use list::views;
    let list = history::ActivityList(register);
    app.service(read(page("/activity"), history::activity))
        .service(
            page("/activity/views").post(move |request, form| views::save(request, list, form)),
        )
        .service(
            page("/activity/views/{id}/delete")
                .post(move |request, id, form| views::delete(request, list, id, form)),
        )
        .service(read(page("/activity/{id}"), history::change_set));
}

/// The own account, and those of others.
fn account_pages(app: &mut ServiceConfig) {
    app.service(read(page("/account"), account::account))
        .service(page("/account/name").post(account::change_name))
        .service(page("/account/time-zone").post(account::choose_time_zone))
        .service(page("/account/password").post(account::change_password))
        .service(read(page("/account/factor"), account::factor).post(account::add_factor))
        .service(page("/account/factor/remove").post(account::remove_factor))
        .service(page("/account/sessions/end").post(account::end_other_sessions))
        .service(page("/account/sessions/{id}/end").post(account::end_session))
        .service(read(page("/operators"), account::operators).post(account::add))
        .service(page("/operators/factor").post(account::require_factor))
        .service(page("/operators/{id}").post(account::change))
        .service(read(page("/roles"), account::roles).post(account::save_role))
        .service(page("/roles/delete").post(account::delete_role))
        .service(read(page("/security-log"), account::security_log));
}

/// `GET /saved-forms/…`: a form whose session had ended, as it was, unsaved.
async fn saved_form(request: Request, secret: account::Secret) -> Result<HttpResponse, Error> {
    let (path, inputs) = account::take_saved_form(&request, &secret).await?;
    let request = request.restoring();
    let below = path.strip_prefix(request.site.base.as_str()).unwrap_or_default().to_owned();
    let segments: Vec<&str> = below.split('?').next().unwrap_or_default().split('/').collect();
    let (entity, id) = match segments[..] {
        ["", entity] | ["", entity, "new"] => (entity, None),
        ["", entity, id] | ["", entity, id, "edit"] if let Ok(id) = id.parse() => {
            (entity, Some(Id(id)))
        }
        _ => return account::show_saved_form(&request, path, inputs),
    };
    match (request.site.register.entity(entity), id) {
        (Some(entity), None) => form::rework_new(request, entity, Form(inputs)).await,
        (Some(entity), Some(id)) => form::rework_edit(request, entity, id, Form(inputs)).await,
        (None, _) => account::show_saved_form(&request, path, inputs),
    }
}

/// The pages of an entity. What begins with an id comes last, below one pattern.
fn pages_of(entity: &'static Entity) -> Scope {
    scope(&format!("/{}", entity.names.path))
        .service(
            read(page(""), move |request| list::list(request, entity))
                .post(move |request, form| form::create(request, entity, form)),
        )
        .service(read(page("/count"), move |request| list::count(request, entity)))
        .service(read(page("/pick"), move |request| picker::filter::pick(request, entity)))
        .service(
            read(page("/new"), move |request| form::new(request, entity))
                .post(move |request, form| form::rework_new(request, entity, form)),
        )
        .service(
            read(page("/choose"), move |request| picker::field::options(request, entity))
                .post(move |request, form| picker::field::choose(request, entity, form)),
        )
        .service(
            read(page("/trash"), move |request| history::trash(request, entity))
                .post(move |request, form| transfer::undo::restore(request, entity, form)),
        )
        .configure(|app| views_of(entity, app))
        .configure(|app| files_of(entity, app))
        .service(selections_of(entity))
        .service(record_of(entity))
}

/// The pages of one record.
fn record_of(entity: &'static Entity) -> Scope {
    let record = scope("/{id}")
        .service(
            read(page(""), move |request, id| detail::detail(request, entity, id))
                .post(move |request, id, form| form::update(request, entity, id, form)),
        )
        .service(
            read(page("/edit"), move |request, id| form::edit(request, entity, id))
                .post(move |request, id, form| form::rework_edit(request, entity, id, form)),
        )
        .service(
            read(page("/delete"), move |request, id| delete::ask(request, entity, id))
                .post(move |request, id, form| delete::delete(request, entity, id, form)),
        )
        .service(read(page("/previous"), move |request, id| detail::previous(request, entity, id)))
        .service(read(page("/next"), move |request, id| detail::next(request, entity, id)))
        .service(
            scope("/history")
                .service(read(page(""), move |request, id| history::history(request, entity, id)))
                .service(read(page("/at"), move |request, id| history::at(request, entity, id)))
                .service(read(page("/at/{moment}"), move |request, id, moment| {
                    history::past(request, entity, id, moment)
                }))
                .service(
                    read(page("/at/{moment}/restore"), move |request, id, moment| {
                        history::ask_restore(request, entity, id, moment)
                    })
                    .post(move |request, id, moment, form| {
                        history::restore_past(request, entity, id, moment, form)
                    }),
                ),
        );
    let links = entity.relations().iter().filter_map(Relation::through);
    links.fold(record, |record, end| record.service(link_from(end)))
}

/// What somebody keeps of the list of an entity: views of it, its columns, and how dense lists are.
fn views_of(entity: &'static Entity, app: &mut ServiceConfig) {
    use list::views;
    app.service(
        scope("/views")
            .service(page("").post(move |request, form| views::save(request, entity, form)))
            .service(
                page("/{id}/delete")
                    .post(move |request, id, form| views::delete(request, entity, id, form)),
            )
            .service(
                page("/{id}/pin")
                    .post(move |request, id, form| views::pin(request, entity, id, form)),
            )
            .service(
                page("/{id}/pin/delete")
                    .post(move |request, id, form| views::unpin(request, entity, id, form)),
            ),
    )
    .service(
        page("/columns").post(move |request, form| views::remember_columns(request, entity, form)),
    )
    .service(
        page("/columns/delete")
            .post(move |request, form| views::forget_columns(request, entity, form)),
    )
    .service(
        page("/density").post(move |request, form| views::choose_density(request, entity, form)),
    );
}

/// Taking records out as a file, and bringing them in from one.
fn files_of(entity: &'static Entity, app: &mut ServiceConfig) {
    use transfer::export;
    app.service(
        read(page("/export"), move |request| export::show(request, entity))
            .post(move |request, sent, form| export::download(request, sent, entity, form)),
    )
    .service(
        scope("/import")
            .service(
                read(page(""), move |request| import::upload::show(request, entity))
                    .post(move |request, form| import::upload::upload(request, entity, form)),
            )
            .service(read(page("/example"), move |request| import::example(request, entity)))
            .service(read(page("/{id}"), move |request, id| import::show(request, entity, id)))
            .service(
                read(page("/{id}/columns"), move |request, id| {
                    import::columns::show(request, entity, id)
                })
                .post(move |request, id, form| import::columns::choose(request, entity, id, form)),
            )
            .service(
                page("/{id}/confirm").post(move |request, id, form| {
                    import::confirm::confirm(request, entity, id, form)
                }),
            )
            .service(read(page("/{id}/refused"), move |request, sent, id| {
                import::refused::download(request, sent, entity, id)
            })),
    );
}

/// What is done to many records of an entity at once.
fn selections_of(entity: &'static Entity) -> Scope {
    use transfer::{bulk, selection};
    let selections = scope("/selection")
        .service(page("").post(move |request, form| selection::select(request, entity, form)))
        .service(
            read(page("/{id}"), move |request, id| selection::selection(request, entity, id))
                .post(move |request, id, form| bulk::apply(request, entity, id, form)),
        )
        .service(
            read(page("/{id}/edit"), move |request, id| bulk::edit(request, entity, id))
                .post(move |request, id, form| bulk::rework(request, entity, id, form)),
        )
        .service(
            page("/{id}/preview")
                .post(move |request, id, form| bulk::preview(request, entity, id, form)),
        )
        .service(
            read(page("/{id}/delete"), move |request, id| bulk::ask_delete(request, entity, id))
                .post(move |request, id, form| bulk::delete(request, entity, id, form)),
        );
    let links = entity.relations().iter().filter_map(Relation::through);
    links.fold(selections, |selections, end| {
        selections.service(
            read(page(&format!("/{{id}}/{}", end.link.table)), move |request, id| {
                bulk::choose(request, end, id)
            })
            .post(move |request, id, form| bulk::link(request, end, id, form)),
        )
    })
}

/// The same handler for GET and HEAD, as every page that only reads has it.
fn read<T, F, Args>(resource: actix_web::Resource<T>, handler: F) -> actix_web::Resource<T>
where
    T: ServiceFactory<ServiceRequest, Config = (), Error = actix_web::Error, InitError = ()>,
    F: Handler<Args> + Copy,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    resource.get(handler).head(handler)
}

/// The links of one row, as it has them on its side.
fn link_from(end: LinkEnd) -> Scope {
    let choose = move |request, id| link::choose(request, end, id);
    scope(&format!("/{}", end.link.table))
        .service(
            page("")
                .get(choose)
                .head(choose)
                .post(move |request, id, form| link::add(request, end, id, form)),
        )
        .service(
            page("/{other}/delete")
                .post(move |request, id, other, form| link::remove(request, end, id, other, form)),
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
    > + use<>,
> {
    resource(path).wrap(from_fn(without_panics))
}
