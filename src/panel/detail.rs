//! Detail pages: a row's fields, and beside them what belongs to it.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{Action, CurrentOperator};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::requirement::{Offers, requirement, visible_fields};
use crate::panel::entity::resource::{Names, Resource, Stamps};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::{Layout, Request, Site, with_next};
use crate::panel::list::pager::Pager;

/// Where a context is shown: what its links need to know.
pub struct Place {
    /// What is the same on every page.
    pub site: Arc<Site>,
    /// Who looks at it.
    pub operator: Arc<CurrentOperator>,
    /// The path of the detail page.
    pub path: String,
    /// The same with its query, to come back to.
    pub here: String,
    /// The page's query, where the pages of long associations are.
    pub query: Inputs,
}

/// The size of a page of a long association.
pub const ASSOCIATION_SIZE: i64 = 50;

impl Place {
    /// A path as a browser asks for it.
    pub fn url(&self, path: &str) -> String {
        self.site.url(path)
    }

    /// A path as a browser asks for it, that leads back here.
    pub fn url_and_back(&self, path: &str) -> String {
        with_next(&self.site.url(path), &self.here)
    }

    /// The page of the association `name` that the query asks for, of `total` rows: how many rows
    /// stand before it, and its pager. Beyond the last page, it is the last: rows may have been
    /// removed since the link was made.
    pub fn page(&self, name: &str, total: i64) -> (i64, Pager) {
        let last = ((total - 1) / ASSOCIATION_SIZE + 1).max(1);
        let asked = self.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(1);
        let page = i64::clamp(asked, 1, last);
        let others = self.query.clone().without(name);
        let pager = Pager::new(page, ASSOCIATION_SIZE, total, |page| {
            let query = others.clone().with(name, &page.to_string()).to_query();
            format!("{}?{query}#{name}", self.path)
        });
        ((page - 1) * ASSOCIATION_SIZE, pager)
    }
}

#[derive(Template)]
#[template(path = "panel/detail.html")]
struct DetailPage<C: Template + askama::filters::HtmlSafe> {
    layout: Layout,
    names: Names,
    title: String,
    fields: Vec<(&'static str, Cell)>,
    created: Cell,
    updated: Cell,
    /// The list, as the person left it.
    back: String,
    edit: String,
    delete: String,
    context: C,
    offers: Offers,
}

/// `GET /movies/1`
///
/// # Errors
/// 404 where there is no such row.
pub async fn detail<R: Resource>(request: Request, id: Id) -> Result<HttpResponse, Error> {
    let names = R::NAMES;
    let path = request.site.url(&format!("/{}/{}", names.path, id.0));
    let (site, query, here) =
        (Arc::clone(&request.site), request.query.clone(), request.here.clone());
    let own_path = path.clone();
    let (row, context, operator) = request
        .read(requirement::<R>(Action::See), move |connection, operator| {
            let place = Place {
                site: Arc::clone(&site),
                operator: Arc::clone(operator),
                path: own_path.clone(),
                here: here.clone(),
                query: query.clone(),
            };
            let Some(row) = R::find(connection, id.0)? else { return Ok(None) };
            let context = R::context(connection, &row, &place)?;
            Ok(Some((row, context, Arc::clone(operator))))
        })
        .await?
        .ok_or(Error::NotFound)?;
    let Stamps { created_at, updated_at, .. } = row.stamps();
    let list = request.site.url(&format!("/{}", names.path));
    let back = request.next().map_or(list, |next| next.as_str().to_owned());
    let view = DetailPage {
        layout: request.layout(row.title(&operator), names.path),
        names,
        title: row.title(&operator),
        fields: fields(&operator, &row),
        created: Cell::time(created_at),
        updated: Cell::time(updated_at),
        edit: with_next(&format!("{path}/edit"), &request.here),
        delete: with_next(&format!("{path}/delete"), &request.here),
        back,
        context,
        offers: Offers::of::<R>(&operator),
    };
    request.page(StatusCode::OK, &view)
}

fn fields<R: Resource>(operator: &CurrentOperator, row: &R) -> Vec<(&'static str, Cell)> {
    visible_fields::<R>(operator).map(|field| (field.label, field.cell(row))).collect()
}
