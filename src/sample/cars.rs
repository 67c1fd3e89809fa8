//! What the cars are called, their colors, and who has how many.

use super::draw::Draw;

/// The rank of a car's owner among all users, those with the most cars first.
///
/// One car in eight goes to the few collectors at the top, and these shares keep their garages
/// near thirty cars at any size. The others go to the lower of two ranks, which leaves about
/// three users in ten without a car.
pub(super) fn owner(draw: &mut Draw, users: u64) -> u64 {
    if draw.one_in(8) {
        return draw.below(users.div_ceil(125));
    }
    draw.below(users).min(draw.below(users))
}

/// A make and a model, as they are written on a registration.
pub(super) fn name(draw: &mut Draw) -> String {
    let (make, models) = draw.pick(MAKES);
    let model = draw.pick(models);
    format!("{make} {model}")
}

/// A color, as a seller would put it.
pub(super) fn color(draw: &mut Draw) -> &'static str {
    draw.pick(COLORS)
}

type Make = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
const MAKES: &[Make] = &[
    ("Alfa Romeo", &["Giulia", "Giulietta", "Spider", "Stelvio"]),
    ("Audi", &["A3", "A4 Avant", "A6", "Q5", "TT", "e-tron"]),
    ("BMW", &["118i", "320d Touring", "530i", "M3", "X1", "i3"]),
    ("BYD", &["Dolphin", "Han", "Seal", "Atto 3"]),
    ("Chevrolet", &["Camaro", "Corvette", "Impala", "Silverado 1500", "Volt"]),
    ("Citroën", &["2CV", "Berlingo", "C3", "C5 Aircross", "DS", "ë-C4"]),
    ("Dacia", &["Duster", "Logan", "Sandero", "Spring"]),
    ("Fiat", &["500", "Doblò", "Panda 4x4", "Punto", "Tipo"]),
    ("Ford", &["Bronco", "F-150", "Fiesta", "Focus", "Mustang", "Transit"]),
    ("Holden", &["Commodore", "Kingswood", "Monaro"]),
    ("Honda", &["Accord", "CR-V", "Civic Type R", "Jazz", "e"]),
    ("Hyundai", &["Elantra", "i20", "i30", "Ioniq 5", "Santa Fe", "Tucson"]),
    ("Jaguar", &["E-Type", "F-Pace", "XJ6"]),
    ("Jeep", &["Cherokee", "Renegade", "Wrangler"]),
    ("Kia", &["Cee'd", "EV6", "Picanto", "Sportage", "Stonic"]),
    ("Land Rover", &["Defender 110", "Discovery", "Range Rover Evoque"]),
    ("Mahindra", &["Bolero", "Scorpio-N", "Thar"]),
    ("Maruti Suzuki", &["Alto 800", "Baleno", "Ertiga", "Swift"]),
    ("Mazda", &["2", "3", "CX-5", "MX-5", "RX-7"]),
    ("Mercedes-Benz", &["190 E", "A 180", "C 220 d", "Sprinter", "Vito"]),
    ("Mini", &["Clubman", "Cooper S", "Countryman"]),
    ("Mitsubishi", &["L200", "Lancer", "Outlander", "Pajero"]),
    ("Nissan", &["Cube", "Leaf", "Micra", "Patrol", "Qashqai", "Skyline GT-R"]),
    ("Opel", &["Astra", "Corsa", "Insignia", "Kadett", "Zafira"]),
    ("Perodua", &["Axia", "Bezza", "Myvi"]),
    ("Peugeot", &["106", "205 GTI", "308", "504", "Partner", "e-2008"]),
    ("Porsche", &["356", "911 Carrera", "Cayenne", "Taycan"]),
    ("Renault", &["4", "Clio", "Kangoo", "Mégane", "Twingo", "Zoé"]),
    ("Saab", &["9-3", "96", "900 Turbo"]),
    ("Seat", &["Ateca", "Ibiza", "León", "Málaga"]),
    ("Škoda", &["Citigo", "Enyaq iV", "Fabia", "Octavia Combi", "Superb"]),
    ("Subaru", &["Forester", "Impreza WRX", "Outback"]),
    ("Suzuki", &["Ignis", "Jimny", "Vitara"]),
    ("Tata", &["Indica", "Nano", "Nexon EV", "Punch"]),
    ("Tesla", &["Model 3", "Model S", "Model Y", "Roadster"]),
    ("Tofaş", &["Doğan", "Kartal", "Şahin"]),
    ("Toyota", &["Camry", "Corolla", "Hilux", "Land Cruiser", "Prius", "Yaris", "bZ4X"]),
    ("Trabant", &["601 Universal", "P 50"]),
    ("Volkswagen", &["Golf GTI", "ID.3", "Käfer", "Passat", "Polo", "T2 Bulli", "up!"]),
    ("Volvo", &["240", "Amazon", "EX30", "V70", "XC60"]),
    ("Zastava", &["750 „Fića“", "Yugo 45"]),
    ("ВАЗ", &["2101", "2107", "Нива"]),
    ("ГАЗ", &["21 «Волга»", "66"]),
    ("УАЗ", &["469", "Патриот"]),
    ("比亚迪", &["宋", "秦", "海豚"]),
    ("五菱", &["宏光", "缤果"]),
    ("日産", &["サクラ", "フェアレディZ"]),
    ("현대", &["그랜저", "포니"]),
];

#[rustfmt::skip]
const COLORS: &[&str] = &[
    "Amber", "Anthracite", "Aquamarine", "Aubergine", "Beige", "Black", "Black & white", "Blue",
    "British racing green", "Bronze", "Brown", "Burgundy", "Café au lait", "Champagne", "Charcoal",
    "Copper", "Coral", "Cream", "Crème brûlée", "Custard", "Dark blue", "Forest green", "Gold",
    "Graphite", "Green", "Grey", "Ice blue", "Indigo", "Ivory", "Khaki", "Lavender", "Lilac",
    "Lime", "Magenta", "Maroon", "Matt black", "Midnight blue", "Mint", "Mustard", "Navy", "Ochre",
    "Olive", "Orange", "Pearl white", "Petrol", "Pink", "Plum", "Primer grey (for now)", "Purple",
    "Red", "Rosé", "Rust", "Sand", "Signal yellow", "Silver", "Sky blue", "Teal", "Terracotta",
    "Turquoise", "Violet", "White", "Yellow",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::sample::draw::Table;

    #[test]
    fn no_make_or_color_is_listed_twice_or_empty() {
        let makes: HashSet<&str> = MAKES.iter().map(|(make, _)| *make).collect();
        assert_eq!(makes.len(), MAKES.len());
        assert!(MAKES.iter().all(|(_, models)| !models.is_empty()));
        assert_eq!(COLORS.iter().collect::<HashSet<_>>().len(), COLORS.len());
    }

    #[test]
    fn a_car_has_a_make_a_model_and_a_color() {
        let mut draw = Draw::new(1, Table::Cars, 1);
        for _ in 0..200 {
            assert!(name(&mut draw).contains(' '));
            assert!(!color(&mut draw).is_empty());
        }
    }
}
