//! Every route, for every role: what a role does not allow is refused, and nothing else is.

use std::collections::BTreeSet;

use backlot::entities::REGISTER;

use crate::support::{Page, Panel, Person};

crate::tests![
    every_route_is_refused_to_just_those_who_may_not,
    every_route_leads_whoever_is_not_signed_in_to_the_sign_in,
    every_route_stands_in_a_row,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Requirement {
    See,
    Create,
    Edit,
    Delete,
    History,
    /// To see the history, and to create records again.
    Restore,
    /// To see the history, and to edit something of what it is about.
    RestorePast,
    /// To edit the one side and see the other.
    Cast,
    Export,
    Import,
}

/// The paths of all entities.
fn entities() -> impl Iterator<Item = &'static str> {
    REGISTER.names().map(|names| names.path)
}

/// The routes of an entity as `src/routes.rs` writes them, what they are asked by, and what it requires.
const ROUTES: [(&str, &str, Requirement); 49] = [
    ("", "GET", Requirement::See),
    ("", "POST", Requirement::Create),
    ("/new", "GET", Requirement::Create),
    ("/new", "POST", Requirement::Create),
    ("/count", "GET", Requirement::See),
    ("/pick", "GET", Requirement::See),
    ("/views", "POST", Requirement::See),
    ("/views/{id}/delete", "POST", Requirement::See),
    ("/views/{id}/pin", "POST", Requirement::See),
    ("/views/{id}/pin/delete", "POST", Requirement::See),
    ("/columns", "POST", Requirement::See),
    ("/columns/delete", "POST", Requirement::See),
    ("/density", "POST", Requirement::See),
    ("/choose", "GET", Requirement::See),
    ("/choose", "POST", Requirement::See),
    ("/trash", "GET", Requirement::History),
    ("/trash", "POST", Requirement::Restore),
    ("/export", "GET", Requirement::Export),
    ("/export", "POST", Requirement::Export),
    ("/import", "GET", Requirement::Import),
    ("/import/example", "GET", Requirement::Import),
    ("/import/{id}", "GET", Requirement::Import),
    ("/import/{id}/columns", "GET", Requirement::Import),
    ("/import/{id}/columns", "POST", Requirement::Import),
    ("/import/{id}/confirm", "POST", Requirement::Import),
    ("/import/{id}/refused", "GET", Requirement::Import),
    ("/selection", "POST", Requirement::See),
    ("/selection/{id}", "GET", Requirement::See),
    ("/selection/{id}", "POST", Requirement::Edit),
    ("/selection/{id}/edit", "GET", Requirement::Edit),
    ("/selection/{id}/edit", "POST", Requirement::Edit),
    ("/selection/{id}/preview", "POST", Requirement::Edit),
    ("/selection/{id}/delete", "GET", Requirement::Delete),
    ("/selection/{id}/delete", "POST", Requirement::Delete),
    ("/{id}", "GET", Requirement::See),
    ("/{id}", "POST", Requirement::Edit),
    ("/{id}/previous", "GET", Requirement::See),
    ("/{id}/next", "GET", Requirement::See),
    ("/{id}/history", "GET", Requirement::History),
    ("/{id}/history/at", "GET", Requirement::History),
    ("/{id}/history/at/{moment}", "GET", Requirement::History),
    ("/{id}/history/at/{moment}/restore", "GET", Requirement::History),
    ("/{id}/history/at/{moment}/restore", "POST", Requirement::RestorePast),
    ("/{id}/edit", "GET", Requirement::Edit),
    ("/{id}/edit", "POST", Requirement::Edit),
    ("/{id}/delete", "GET", Requirement::Delete),
    ("/{id}/delete", "POST", Requirement::Delete),
    ("/{id}/castings", "GET", Requirement::Cast),
    ("/{id}/castings", "POST", Requirement::Cast),
];

/// Who may use a route that belongs to no entity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// Whoever is not signed in as well.
    Anybody,
    SignedIn,
    Admins,
    /// Whoever may create a record of every entity.
    WhoeverAddsAll,
    /// Whoever may see the history of any entity.
    WhoeverSeesHistory,
}

const OTHERS: [(&str, &str, To); 41] = [
    ("/", "GET", To::SignedIn),
    ("/search", "GET", To::SignedIn),
    ("/added", "GET", To::SignedIn),
    ("/activity", "GET", To::WhoeverSeesHistory),
    ("/activity/{id}", "GET", To::WhoeverSeesHistory),
    ("/activity/views", "POST", To::WhoeverSeesHistory),
    ("/activity/views/{id}/delete", "POST", To::WhoeverSeesHistory),
    ("/sample-data", "POST", To::WhoeverAddsAll),
    ("/health/live", "GET", To::Anybody),
    ("/health/ready", "GET", To::Anybody),
    ("/history/{id}/undo", "POST", To::SignedIn),
    ("/jobs", "GET", To::SignedIn),
    ("/jobs/{id}", "GET", To::SignedIn),
    ("/jobs/{id}/anyway", "POST", To::SignedIn),
    ("/jobs/{id}/cancel", "POST", To::SignedIn),
    ("/sign-in", "GET", To::Anybody),
    ("/sign-in", "POST", To::Anybody),
    ("/sign-in/code", "POST", To::Anybody),
    ("/set-up/{secret}", "GET", To::Anybody),
    ("/set-up/{secret}", "POST", To::Anybody),
    ("/password/{secret}", "GET", To::Anybody),
    ("/password/{secret}", "POST", To::Anybody),
    ("/saved-forms/{secret}", "GET", To::SignedIn),
    ("/account", "GET", To::SignedIn),
    ("/account/name", "POST", To::SignedIn),
    ("/account/time-zone", "POST", To::SignedIn),
    ("/account/password", "POST", To::SignedIn),
    ("/account/factor", "GET", To::SignedIn),
    ("/account/factor", "POST", To::SignedIn),
    ("/account/factor/remove", "POST", To::SignedIn),
    ("/account/sessions/end", "POST", To::SignedIn),
    ("/account/sessions/{id}/end", "POST", To::SignedIn),
    ("/operators", "GET", To::Admins),
    ("/operators", "POST", To::Admins),
    ("/operators/factor", "POST", To::Admins),
    ("/operators/{id}", "POST", To::Admins),
    ("/roles", "GET", To::Admins),
    ("/roles", "POST", To::Admins),
    ("/roles/delete", "POST", To::Admins),
    ("/security-log", "GET", To::Admins),
    // The last, since nobody is signed in after it.
    ("/sign-out", "POST", To::SignedIn),
];

/// The route of one casting, beside those of [`ROUTES`].
const CASTING: &str = "/{other}/delete";
/// The route of a form with a file, which is sent in another way; see `import::confirm`.
const UPLOAD: &str = "/import";

/// The routes that `src/routes.rs` writes: the path below its entity, and what it is asked by.
fn written() -> BTreeSet<(String, &'static str)> {
    let source = include_str!("../../src/routes.rs");
    let mut routes = BTreeSet::new();
    for (at, call) in source.match_indices(".service(") {
        let (so_far, service) = source.split_at(at + call.len());
        let ends = [".service(", "\n    }\n", "\n}\n"];
        let service = ends.iter().fold(service, |rest, end| rest.split(end).next().unwrap());
        let Some((before, after)) = service.split_once("page(\"") else { continue };
        let path = scopes_around(so_far) + after.split('"').next().unwrap();
        if before.contains("read(") || after.contains(".get(") {
            routes.insert((path.clone(), "GET"));
        }
        if after.contains(".post(") {
            routes.insert((path, "POST"));
        }
    }
    routes
}

/// The paths of the scopes that are open where the source ends, one behind the other.
fn scopes_around(source: &str) -> String {
    let (mut scopes, mut depth) = (Vec::new(), 0);
    for (at, letter) in source.char_indices() {
        if let Some(path) = source[at..].strip_prefix("scope(\"") {
            scopes.push((depth, path.split('"').next().unwrap()));
        }
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            // It is left with the call that it stands in, with its statement, or with its function.
            ';' => scopes.retain(|(of, _)| *of != depth),
            '}' if depth == 0 => scopes.clear(),
            _ => {}
        }
        scopes.retain(|(of, _)| *of <= depth);
    }
    scopes.into_iter().map(|(_, path)| path).collect()
}

fn every_route_stands_in_a_row(_: &Panel) {
    let written = written();
    assert!(written.len() > 40, "{written:?}");
    let covered: BTreeSet<_> = ROUTES
        .iter()
        .map(|(path, method, _)| (*path, *method))
        .chain(OTHERS.iter().map(|(path, method, _)| (*path, *method)))
        .chain([(CASTING, "POST"), (UPLOAD, "POST")])
        .map(|(path, method)| (path.to_owned(), method))
        .collect();
    let missing: Vec<_> = written.difference(&covered).collect();
    assert!(missing.is_empty(), "no row says who may ask for {missing:?}");
    // Nor does a row speak of a route that is gone.
    let gone: Vec<_> = OTHERS
        .iter()
        .filter(|(path, method, _)| !written.contains(&((*path).to_owned(), *method)))
        .collect();
    assert!(gone.is_empty(), "{:?}", gone.iter().map(|row| row.0).collect::<Vec<_>>());
}

fn ask(person: &Person, method: &str, path: &str) -> u16 {
    answer(person, method, path).status
}

fn answer(person: &Person, method: &str, path: &str) -> Page {
    // What a form must carry before anybody looks who sent it: its fields, its token or version.
    let fields = "first_name=&last_name=&age=&name=&color=&user_id=1&height=&country=&email=";
    let body = match path {
        _ if path.contains("castings") => String::new(),
        _ => format!("{fields}&version=1&once=00000000000000000000000000000000"),
    };
    match method {
        "GET" => person.get(&format!("{path}?list=cars&test=user_id.is")),
        _ => person.post(&format!("{path}?for=user_id&form=/cars/new"), &body),
    }
}

fn every_route_is_refused_to_just_those_who_may_not(panel: &Panel) {
    let admin = panel.person();
    let every = |words: &str| {
        let allow = entities()
            .flat_map(|entity| words.split(' ').map(move |word| format!("&allow={entity}:{word}")));
        allow.collect::<String>()
    };
    for (role, allow) in [
        ("adder", every("create")),
        ("changer", every("edit")),
        ("deleter", every("delete")),
        ("historian", every("history")),
        ("movies only", "&allow=movies:create&allow=movies:edit&allow=movies:delete".to_owned()),
    ] {
        admin.post("/roles", &format!("name={role}{allow}")).assert_status(303);
    }
    let may = |role: &str, requirement: Requirement, entity: &str| match (role, requirement) {
        ("editor" | "admin", _) => true,
        ("viewer" | "adder" | "changer" | "deleter" | "historian", Requirement::See) => true,
        ("viewer" | "historian", Requirement::History) => true,
        ("viewer", Requirement::Export) => true,
        ("adder", Requirement::Create) => true,
        ("changer", Requirement::Edit | Requirement::Cast) => true,
        ("deleter", Requirement::Delete) => true,
        ("movies only", Requirement::Cast | Requirement::Export | Requirement::Import) => false,
        ("movies only", Requirement::History | Requirement::Restore | Requirement::RestorePast) => {
            false
        }
        ("movies only", _) => entity == "movies",
        _ => false,
    };
    let roles = ["viewer", "editor", "admin", "adder", "changer", "deleter", "historian"];
    let roles = roles.into_iter().chain(["movies only", "none"]);
    for role in roles {
        let person = panel.person_who_is(role, &[role]);
        for entity in entities() {
            for (route, method, requirement) in ROUTES {
                if requirement == Requirement::Cast && !matches!(entity, "movies" | "actors") {
                    continue;
                }
                let path =
                    format!("/{entity}{}", route.replace("{id}", "77").replace("{moment}", "7"));
                let status = ask(&person, method, &path);
                let refused = status == 403;
                let expected = !may(role, requirement, entity);
                assert_eq!(refused, expected, "{role}: {method} {path} {status}");
            }
        }
        for entity in ["movies", "actors"] {
            let path = format!("/{entity}/77/castings{}", CASTING.replace("{other}", "7"));
            let refused = ask(&person, "POST", &path) == 403;
            assert_eq!(refused, !may(role, Requirement::Cast, entity), "{role}: {path}");
        }
        for (route, method, open) in OTHERS {
            let allowed = match open {
                To::Admins => role == "admin",
                To::WhoeverAddsAll => matches!(role, "admin" | "editor" | "adder"),
                To::WhoeverSeesHistory => {
                    matches!(role, "admin" | "editor" | "viewer" | "historian")
                }
                To::Anybody | To::SignedIn => true,
            };
            if open == To::WhoeverAddsAll && allowed {
                continue;
            }
            let status = ask(&person, method, &filled(route));
            assert_eq!(status == 403, !allowed, "{role}: {method} {route} {status}");
        }
    }
}

/// The route with something in the place of its parameters.
fn filled(route: &str) -> String {
    route.replace("{id}", "77").replace("{other}", "7").replace("{secret}", &"a".repeat(43))
}

fn every_route_leads_whoever_is_not_signed_in_to_the_sign_in(panel: &Panel) {
    let stranger = panel.visitor();
    let of_entities = entities().flat_map(|entity| {
        ROUTES.iter().map(move |(route, method, _)| (format!("/{entity}{route}"), *method))
    });
    let others = OTHERS.iter().filter(|(.., open)| *open != To::Anybody);
    let others = others.map(|(route, method, _)| ((*route).to_owned(), *method));
    let casting = format!("/movies/{{id}}/castings{CASTING}");
    for (route, method) in of_entities.chain(others).chain([(casting, "POST")]) {
        let answer = answer(&stranger, method, &filled(&route));
        assert_eq!(answer.status, 303, "{method} {route}");
        let way = answer.location();
        assert!(way == "/sign-in" || way.starts_with("/sign-in?next=/"), "{route}: {way}");
        assert_eq!(answer.body, "", "{method} {route}");
    }
    for (route, method, open) in OTHERS {
        if open == To::Anybody {
            assert_ne!(answer(&stranger, method, &filled(route)).status, 500, "{route}");
        }
    }
}
