//! Jobs: what is too much for one request.

use super::{Small, counts, ended, select, with_movies};

crate::tests![more_than_a_request_should_do_is_a_job];

fn more_than_a_request_should_do_is_a_job(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let page = ada.open(select(&ada, "movies", "all=1").link("Delete"));
    assert_eq!(page.heading(), "Delete 60 movies?");
    ada.save(&ada.edit("/movies/7", &[("name", "Seven")]));
    ada.save(&ada.edit("/movies/50", &[("name", "Fifty")]));
    let again = ada.press(&page.form(), "Delete");
    again.assert_status(409);
    let begun = ada.press(&again.form(), "Delete");
    assert_eq!(begun.location(), "/jobs/1");
    let job = ended(&ada, "/jobs/1");
    assert_eq!(job.text("[role=status]"), "Done");
    assert_eq!(counts(&job), ["58", "0", "2"]);
    assert_eq!(job.texts("tbody th"), ["Seven", "Fifty"]);
    assert_eq!(ada.open("/movies").names(), ["Fifty", "Seven"]);
    assert_eq!(ada.open("/jobs").rows()[0][..3], ["Delete 60 movies", "Done", "60 of 60"]);
}
