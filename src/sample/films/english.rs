//! The patterns of English film titles and the words that fill them.

use super::Pattern;

#[rustfmt::skip]
pub(super) const PATTERNS: &[Pattern] = &[
    Pattern { text: "The {}'s {}", words: &[TRADES, THINGS] },
    Pattern { text: "{} {}", words: &[MOODS, NOUNS] },
    Pattern { text: "{} {} for {}", words: &[NUMBERS, PLURALS, CITIES] },
    Pattern { text: "{}: A {} in {} Acts", words: &[PEOPLE, KINDS, NUMBERS] },
    Pattern { text: "\"{},\" Said the {}", words: &[REMARKS, ANIMALS] },
    Pattern { text: "{}, {}", words: &[CITIES, TIMES] },
    Pattern { text: "How to {} {}", words: &[DEEDS, OBJECTS] },
    Pattern { text: "Don't {} the {}!", words: &[BANS, TRADES] },
    Pattern { text: "{} & {}", words: &[SMALL, LARGE] },
    Pattern { text: "What the {} {}", words: &[ANIMALS, PASTS] },
    Pattern { text: "The Last-but-One {} in {}", words: &[THINGS, TOWNS] },
    Pattern { text: "Return to {}: {}", words: &[TOWNS, ENDINGS] },
    Pattern { text: "{} vs. {}", words: &[PEOPLE, OBJECTS] },
    Pattern { text: "{}% {}", words: &[PERCENTS, NOUNS] },
    Pattern { text: "{} Kilometres to {}", words: &[PERCENTS, TOWNS] },
    Pattern { text: "Who Painted {}'s {}?", words: &[PEOPLE, THINGS] },
    Pattern { text: "{} (and Other {})", words: &[ENDINGS, PLURALS] },
    Pattern { text: "The {} of Dr. {}", words: &[MISHAPS, SURNAMES] },
    Pattern { text: "No. {}, {} Street", words: &[PERCENTS, SURNAMES] },
    Pattern { text: "Never Lend {} {}", words: &[PEOPLE, OBJECTS] },
];

type Words = &'static [&'static str];

#[rustfmt::skip]
const TRADES: Words = &[
    "Accountant", "Beekeeper", "Cartographer", "Chimney Sweep", "Clockmaker", "Conductor",
    "Crane Driver", "Dentist", "Falconer", "Ferryman", "Glassblower", "Hatter", "Inspector",
    "Lamplighter", "Librarian", "Locksmith", "Mayor", "Night Porter", "Notary", "Organ Tuner",
    "Postmistress", "Roofer", "Signalman", "Stenographer", "Tattooist", "Understudy", "Umpire",
    "Ventriloquist", "Wigmaker", "Zookeeper",
];

#[rustfmt::skip]
const THINGS: Words = &[
    "Accordion", "Alibi", "Almanac", "Apology", "Aquarium", "Bicycle Pump", "Café", "Chandelier",
    "Crêpe Pan", "Doppelgänger", "Eyebrow", "Fiancé", "Gondola", "Handkerchief", "Inkwell",
    "Kettle", "Ladder", "Marmalade", "Naïveté", "Orchard", "Parrot", "Postcard", "Raincoat",
    "Second Opinion", "Soufflé", "Staircase", "Third Wish", "Trombone", "Umbrella", "Waltz",
];

#[rustfmt::skip]
const MOODS: Words = &[
    "Absent-Minded", "Borrowed", "Candlelit", "Corduroy", "Counterfeit", "Drowsy", "Featherweight",
    "Half-Price", "Homesick", "Impolite", "Left-Handed", "Lukewarm", "Moonstruck", "Overdue",
    "Paper-Thin", "Polka-Dot", "Reluctant", "Second-Hand", "Tin-Eared", "Unbuttoned", "Upside-Down",
    "Well-Tempered",
];

#[rustfmt::skip]
const NOUNS: Words = &[
    "Afternoons", "Architecture", "Avalanche", "Ballroom", "Cacao", "Champagne", "Cinnamon",
    "Comet", "Confetti", "Daybreak", "Diplomacy", "Gravity", "Hurricane", "Ice Cream", "Innocence",
    "Linoleum", "Meringue", "Nostalgia", "Polyester", "Quicksand", "Rhubarb", "Thunder", "Velvet",
    "Yesterday",
];

#[rustfmt::skip]
const NUMBERS: Words = &[
    "Two", "Three and a Half", "Four", "Five", "Six", "Seven", "Nine", "Eleven", "Thirteen",
    "Seventeen", "Twenty-Two", "Forty", "Ninety-Nine", "One Thousand",
];

#[rustfmt::skip]
const PLURALS: Words = &[
    "Alibis", "Bagpipes", "Canaries", "Dumplings", "Excuses", "Flamingos", "Goodbyes", "Hats",
    "Inconveniences", "Kites", "Lemons", "Love Letters", "Mandolins", "Pianos", "Proposals",
    "Sisters-in-Law", "Suitcases", "Telegrams", "Trapdoors", "Umbrellas",
];

#[rustfmt::skip]
const CITIES: Words = &[
    "Antofagasta", "Århus", "Bergen", "Bogotá", "Chișinău", "Coimbra", "Cork", "Đà Nẵng", "Gdańsk",
    "Győr", "İzmir", "Kraków", "Lisbon", "Malmö", "Mombasa", "Montréal", "Nairobi", "Nuuk",
    "Oaxaca", "Pécs", "Plovdiv", "Reykjavík", "São Luís", "Tallinn", "Tbilisi", "Timișoara",
    "Trondheim", "Valparaíso", "Zürich",
];

#[rustfmt::skip]
const TOWNS: Words = &[
    "Ballynacurra", "Cañaverde", "Drumlochty", "Érdligeti", "Fjällhamn", "Gänsewinkel",
    "Hollow Gables", "Île-aux-Puces", "Karabük Heights", "Little Wibbleton", "Mossgiel Junction",
    "Nether Plumley", "Østerholt", "Puddle Creek", "Quintanilla del Pozo", "Rødvik", "Świerkowo",
    "Tumbledown Bay", "Upper Sorrow", "Valdôme", "Whistle Rock", "Žabohlavy",
];

#[rustfmt::skip]
const PEOPLE: Words = &[
    "Agáta", "Balthazar", "Cousin Ottoline", "Désirée", "Eustace", "Fräulein Pfiff", "Gwendolyn",
    "Hortense", "Ignác", "Jörmund", "Kassiopeia", "Ludmila", "Marguerite", "Naïma", "Old Tobias",
    "Petronella", "Quentin", "Renée", "Señora Luz", "Thorvald", "Ursula", "Violetta", "Wilhelmina",
    "Xénia", "Yolanda", "Zuzanna",
];

#[rustfmt::skip]
const KINDS: Words = &[
    "Comedy", "Confession", "Farce", "Fishing Trip", "Melodrama", "Misunderstanding", "Mystery",
    "Quarrel", "Romance", "Séance", "Tragedy", "Western",
];

#[rustfmt::skip]
const REMARKS: Words = &[
    "After You", "Ask My Mother", "Close the Window", "Définitivement Non", "I Was Told Tuesday",
    "It Was Like This When I Came", "Mind the Step", "Nobody Move", "Not Without My Hat",
    "Olé", "One Lump or Two", "Pass the Salt", "So Be It", "This Is Not My Coat", "Try the Soup",
    "We're Closed", "You First",
];

#[rustfmt::skip]
const ANIMALS: Words = &[
    "Albatross", "Badger", "Carp", "Donkey", "Eel", "Flea", "Goose", "Hedgehog", "Heron", "Ibis",
    "Jackdaw", "Kingfisher", "Llama", "Magpie", "Newt", "Otter", "Pelican", "Raven", "Snail",
    "Tortoise", "Walrus", "Yak",
];

#[rustfmt::skip]
const TIMES: Words = &[
    "00:01", "02:45", "04:17", "05:59", "07:30", "09:09", "11:55", "12:34", "13:13", "15:48",
    "18:20", "21:02", "22:22", "23:59",
];

#[rustfmt::skip]
const DEEDS: Words = &[
    "Apologise to", "Borrow", "Dance with", "Forgive", "Iron", "Misplace", "Outlive", "Overhear",
    "Return", "Seduce", "Teach", "Upholster", "Whistle for",
];

#[rustfmt::skip]
const OBJECTS: Words = &[
    "a Cathedral", "a Glacier", "a Grand Piano", "an Ambassador", "an Omelette", "Half a Village",
    "the 8:15 to Crewe", "the Brass Band", "the Equator", "the Landlord", "the Tide", "the Weather",
    "Three Uncles", "Zeppelin No. 7",
];

#[rustfmt::skip]
const BANS: Words = &[
    "Feed", "Kiss", "Marry", "Pay", "Photograph", "Tickle", "Trust", "Wake", "Wallpaper",
];

#[rustfmt::skip]
const SMALL: Words = &[
    "Button", "Crumb", "Dewdrop", "Earwig", "Freckle", "Gherkin", "Hiccup", "Pebble", "Pocket",
    "Sparrow", "Thimble", "Whisper",
];

#[rustfmt::skip]
const LARGE: Words = &[
    "Anvil", "Brontosaurus", "Cathedral Bells", "Duchess", "Empire", "Foghorn", "Granite",
    "Iceberg",
    "Locomotive", "Mammoth", "Steamroller", "Thunderclap",
];

#[rustfmt::skip]
const PASTS: Words = &[
    "Always Knew", "Buried", "Couldn't Say", "Did Next", "Forgot", "Left Behind", "Meant to Ask",
    "Never Saw", "Ordered", "Overheard", "Promised", "Swallowed",
];

#[rustfmt::skip]
const ENDINGS: Words = &[
    "A Love Story", "An Affair of Honoré", "Déjà Vu", "Minutes of the Meeting", "One More Encore",
    "Rain Stopped Play", "The Adieu", "The Inheritance Tax", "The Long Lunch", "The Snow Years",
    "The Wrong Twin", "With Subtitles",
];

#[rustfmt::skip]
const PERCENTS: Words = &[
    "3", "7½", "12", "19", "33⅓", "41", "58", "64", "73", "88", "99", "101", "250",
];

#[rustfmt::skip]
const MISHAPS: Words = &[
    "Curious Elbow", "Double Booking", "Eleventh Hour", "Impossible Garden", "Lost Weekday",
    "Minor Miracles", "Quiet Downfall", "Second Shadow", "Unfinished Opera", "Vanishing Moustache",
];

#[rustfmt::skip]
const SURNAMES: Words = &[
    "Blåbær", "Cornichon", "Dąbrówka", "Eiderdown", "Fenwhistle", "Gößnitz", "Højbro", "Ibarrondo",
    "Jambor", "Kvist", "Løgstrup", "Marzipano", "Nimbus", "O'Tuath", "Pettibone", "Quagmire",
    "Řezníček", "Thistlewaite", "Vondráček", "Ypsilanti",
];
