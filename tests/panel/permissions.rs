//! Every route, for every role: what a role does not allow is refused, and nothing else is.

use std::collections::BTreeSet;

use crate::support::{Panel, Person};

crate::tests![every_route_is_refused_to_just_those_who_may_not, every_route_stands_in_a_row];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    See,
    Create,
    Edit,
    Delete,
    /// To edit the one side and see the other.
    Cast,
}

const ENTITIES: [&str; 5] = ["users", "profiles", "cars", "movies", "actors"];

/// The routes of an entity as `src/routes.rs` writes them, what they are asked by, and the need.
const ROUTES: [(&str, &str, Need); 16] = [
    ("", "GET", Need::See),
    ("", "POST", Need::Create),
    ("/new", "GET", Need::Create),
    ("/new", "POST", Need::Create),
    ("/count", "GET", Need::See),
    ("/pick", "GET", Need::See),
    ("/choose", "GET", Need::See),
    ("/choose", "POST", Need::See),
    ("/{id}", "GET", Need::See),
    ("/{id}", "POST", Need::Edit),
    ("/{id}/edit", "GET", Need::Edit),
    ("/{id}/edit", "POST", Need::Edit),
    ("/{id}/delete", "GET", Need::Delete),
    ("/{id}/delete", "POST", Need::Delete),
    ("/{id}/castings", "GET", Need::Cast),
    ("/{id}/castings", "POST", Need::Cast),
];

/// Routes that belong to no entity: for all, for whoever is signed in, or for admins.
const OTHERS: [&str; 22] = [
    "/",
    "/search",
    "/sample-data",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/set-up/{secret}",
    "/password/{secret}",
    "/kept/{secret}",
    "/account",
    "/account/name",
    "/account/password",
    "/account/factor",
    "/account/factor/remove",
    "/account/sessions/end",
    "/account/sessions/{id}/end",
    "/operators",
    "/operators/factor",
    "/operators/{id}",
    "/roles",
    "/roles/delete",
    "/security-log",
];

/// The route of one casting, beside those of [`ROUTES`].
const CASTING: &str = "/{other}/delete";

fn every_route_stands_in_a_row(_: &Panel) {
    let source = include_str!("../../src/routes.rs");
    let written: BTreeSet<&str> =
        source.split("page(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(written.len() > 20);
    let castings = ["/{id}/castings", CASTING];
    let covered: BTreeSet<&str> =
        ROUTES.iter().map(|(path, ..)| *path).chain(OTHERS).chain(castings).collect();
    let missing: Vec<_> = written.difference(&covered).collect();
    assert!(missing.is_empty(), "no row says who may ask for {missing:?}");
}

fn ask(person: &Person, method: &str, path: &str) -> u16 {
    // What a form must carry before anybody looks who sent it: its fields, its token or version.
    let fields = "first_name=&last_name=&age=&name=&color=&user_id=1&height=&country=&email=";
    let body = match path {
        _ if path.contains("castings") => String::new(),
        _ if path.contains("77") => format!("{fields}&version=1"),
        _ => format!("{fields}&once=00000000000000000000000000000000"),
    };
    match method {
        "GET" => person.get(&format!("{path}?list=cars&test=user_id.is")).status,
        _ => person.post(&format!("{path}?for=user_id&form=/cars/new"), &body).status,
    }
}

fn every_route_is_refused_to_just_those_who_may_not(panel: &Panel) {
    let admin = panel.person();
    let every = |words: &str| {
        let allow = ENTITIES
            .iter()
            .flat_map(|entity| words.split(' ').map(move |word| format!("&allow={entity}:{word}")));
        allow.collect::<String>()
    };
    for (role, allow) in [
        ("adder", every("create")),
        ("changer", every("edit")),
        ("deleter", every("delete")),
        ("movies only", "&allow=movies:create&allow=movies:edit&allow=movies:delete".to_owned()),
    ] {
        admin.post("/roles", &format!("name={role}{allow}")).assert_status(303);
    }
    let may = |role: &str, need: Need, entity: &str| match (role, need) {
        ("editor" | "admin", _) => true,
        ("viewer" | "adder" | "changer" | "deleter", Need::See) => true,
        ("adder", Need::Create) => true,
        ("changer", Need::Edit | Need::Cast) => true,
        ("deleter", Need::Delete) => true,
        ("movies only", Need::Cast) => false,
        ("movies only", _) => entity == "movies",
        _ => false,
    };
    let roles = ["viewer", "editor", "admin", "adder", "changer", "deleter", "movies only", "none"];
    for role in roles {
        let person = panel.person_who_is(role, &[role]);
        for entity in ENTITIES {
            for (route, method, need) in ROUTES {
                if need == Need::Cast && !matches!(entity, "movies" | "actors") {
                    continue;
                }
                let path = format!("/{entity}{}", route.replace("{id}", "77"));
                let status = ask(&person, method, &path);
                let refused = status == 403;
                let expected = !may(role, need, entity);
                assert_eq!(refused, expected, "{role}: {method} {path} {status}");
            }
        }
        for entity in ["movies", "actors"] {
            let path = format!("/{entity}/77/castings{}", CASTING.replace("{other}", "7"));
            let refused = ask(&person, "POST", &path) == 403;
            assert_eq!(refused, !may(role, Need::Cast, entity), "{role}: {path}");
        }
        for path in ["/operators", "/roles", "/security-log"] {
            assert_eq!(ask(&person, "GET", path) == 403, role != "admin", "{role}: {path}");
        }
        for path in ["/operators", "/operators/factor", "/operators/77", "/roles", "/roles/delete"]
        {
            assert_eq!(ask(&person, "POST", path) == 403, role != "admin", "{role}: {path}");
        }
        let may_load = matches!(role, "admin" | "editor" | "adder");
        if !may_load {
            assert_eq!(ask(&person, "POST", "/sample-data"), 403, "{role}");
        }
        for path in ["/", "/search", "/account", "/account/factor"] {
            assert_eq!(ask(&person, "GET", path), 200, "{role}: {path}");
        }
    }
}
