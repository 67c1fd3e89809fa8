//! What the sample promises of whole tables.

use std::collections::{HashMap, HashSet};

use unicode_normalization::is_nfc;

use super::*;

fn sample() -> Sample {
    Sample::new(1, Sizes::default())
}

fn assert_text(text: &str, longest: usize) {
    assert!(!text.is_empty());
    assert_eq!(text, text.trim());
    assert!(is_nfc(text), "{text:?}");
    assert!(!text.chars().any(char::is_control), "{text:?}");
    assert!(text.chars().count() <= longest, "{text:?}");
}

fn assert_address(address: &str) {
    let (local, domain) = address.split_once('@').expect("an at sign");
    assert!(["example.com", "example.org", "example.net"].contains(&domain));
    assert!((1..=64).contains(&local.len()), "{address}");
    for part in local.split('.') {
        assert!(!part.is_empty(), "{address}");
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-'".contains(&byte);
        assert!(part.bytes().all(fits), "{address}");
    }
}

#[test]
fn the_same_address_gives_the_same_row_in_any_order() {
    let (one, other) = (sample(), sample());
    let rows = |sample: Sample, i: u64| {
        (
            (sample.user(i), sample.profile(i), sample.car(i)),
            (sample.movie(i), sample.actor(i), sample.casting(i)),
        )
    };
    let forward: Vec<_> = (0..200).map(|i| rows(one, i)).collect();
    let mut backward: Vec<_> = (0..200).rev().map(|i| rows(other, i)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
}

#[test]
fn another_seed_gives_other_people() {
    let other = Sample::new(2, Sizes::default());
    let same = (0..500).filter(|i| sample().user(*i) == other.user(*i));
    assert!(same.count() < 30, "the oddities and a few by chance");
}

#[test]
fn a_larger_sample_begins_with_the_same_users_films_and_actors() {
    let larger = Sample::new(1, Sizes::for_users(5_000_000));
    for i in 0..100 {
        assert_eq!(larger.user(i), sample().user(i));
        assert_eq!(larger.movie(i), sample().movie(i));
        assert_eq!(larger.actor(i), sample().actor(i));
    }
}

#[test]
fn all_text_keeps_its_limits() {
    let sample = Sample::new(9, Sizes::for_users(4000));
    for i in 0..4000 {
        let user = sample.user(i);
        assert_text(&user.first_name, 255);
        user.last_name.iter().for_each(|text| assert_text(text, 255));
        let (_, profile) = sample.profile(i);
        profile.height.iter().for_each(|text| assert_text(text, 64));
        profile.country.iter().for_each(|text| assert_text(text, 255));
        profile.email.iter().for_each(|text| assert_text(text, 254));
        let (_, car) = sample.car(i);
        assert_text(&car.name, 255);
        assert_text(&car.color, 255);
        assert_text(&sample.movie(i), 255);
        assert_text(&sample.actor(i), 255);
    }
}

#[test]
fn a_user_has_at_most_one_profile() {
    for users in [1, 2, 3, 10, 36, 500, 2310] {
        let sizes = Sizes { users, profiles: u64::MAX, ..Sizes::default() };
        let sample = Sample::new(1, sizes);
        let profiles = sample.sizes().profiles;
        let owners: HashSet<u64> = (0..profiles).map(|i| sample.profile(i).0).collect();
        assert_eq!(owners, (0..users).collect());
    }
}

#[test]
fn a_profile_says_something_and_its_address_is_its_own() {
    let sample = Sample::new(3, Sizes::for_users(5000));
    let mut addresses = HashSet::new();
    let mut gaps = 0;
    for i in 0..sample.sizes().profiles {
        let (_, profile) = sample.profile(i);
        let fields = [&profile.height, &profile.country, &profile.email];
        assert!(fields.iter().any(|field| field.is_some()));
        gaps += fields.iter().filter(|field| field.is_none()).count();
        if let Some(address) = profile.email {
            assert_address(&address);
            assert!(addresses.insert(address.to_lowercase()), "{address}");
        }
    }
    assert!(gaps > 500, "profiles are often incomplete");
}

#[test]
fn some_users_have_no_car_and_a_few_have_twenty() {
    let mut garages: HashMap<u64, u64> = HashMap::new();
    for i in 0..900 {
        let (user, _) = sample().car(i);
        assert!(user < 500);
        *garages.entry(user).or_default() += 1;
    }
    assert!((250..450).contains(&garages.len()), "{}", garages.len());
    let collectors = garages.values().filter(|cars| **cars >= 20).count();
    assert!((1..10).contains(&collectors), "{collectors}");
}

#[test]
fn a_few_actors_share_a_name() {
    let names: HashSet<String> = (0..600).map(|i| sample().actor(i)).collect();
    assert!((560..600).contains(&names.len()), "{}", names.len());
}

#[test]
fn tables_without_rows_and_indices_past_the_end_do_not_panic() {
    let none = Sample::new(1, Sizes::for_users(0));
    for index in [0, 1, 2, u64::MAX] {
        assert_eq!(none.profile(index).0, 0);
        assert_eq!(none.car(index).0, 0);
        assert_eq!(none.casting(index), (0, 0));
        let _ = (none.user(index), none.movie(index), none.actor(index));
        assert!(sample().profile(index).0 < 500);
        assert!(sample().casting(index).0 < 200);
    }
}
