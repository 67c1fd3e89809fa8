//! Names of western and northern Europe, and of the countries that took them along.

use super::{Culture, PLAIN};

#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
    // English
    Culture {
        given: &[
            ("Grace", "grace"), ("Oliver", "oliver"), ("Mabel", "mabel"), ("Theodore", "theodore"),
            ("Hazel", "hazel"), ("Dexter", "dexter"), ("Winifred", "winifred"), ("Otis", "otis"),
            ("Poppy", "poppy"), ("Rufus", "rufus"), ("Marigold", "marigold"), ("Ezra", "ezra"),
            ("Beatrix", "beatrix"), ("Jasper", "jasper"), ("Imogen", "imogen"), ("Clyde", "clyde"),
        ],
        family: &[
            ("Whitlock", "whitlock"), ("Ashdown", "ashdown"), ("Pemberton", "pemberton"),
            ("Hargreave", "hargreave"), ("Loxley", "loxley"), ("Birdsong", "birdsong"),
            ("Merriweather", "merriweather"), ("Winterbourne", "winterbourne"), ("Oakes", "oakes"),
            ("Smith", "smith"), ("Tanner", "tanner"), ("Fairweather", "fairweather"),
            ("St. Clair", "st-clair"), ("Kettlewell", "kettlewell"),
        ],
        double: "-",
        countries: &["United States", "United Kingdom", "Canada", "Australia", "New Zealand"],
        ..PLAIN
    },
    // Irish
    Culture {
        given: &[
            ("Siobhán", "siobhan"), ("Pádraig", "padraig"), ("Aoife", "aoife"), ("Fionn", "fionn"),
            ("Niamh", "niamh"), ("Cillian", "cillian"), ("Caoimhe", "caoimhe"), ("Éamon", "eamon"),
            ("Róisín", "roisin"), ("Darragh", "darragh"), ("Sorcha", "sorcha"), ("Tadhg", "tadhg"),
        ],
        family: &[
            ("O'Brien", "obrien"), ("O'Dowd", "odowd"), ("McGrath", "mcgrath"), ("Byrne", "byrne"),
            ("FitzGerald", "fitzgerald"), ("O'Shaughnessy", "oshaughnessy"), ("Devane", "devane"),
            ("MacNeill", "macneill"), ("Kilbride", "kilbride"), ("Quigley", "quigley"),
            ("Gallagher", "gallagher"), ("O'Malley", "omalley"),
        ],
        countries: &["Ireland", "Ireland", "United Kingdom", "United States"],
        ..PLAIN
    },
    // Spanish
    Culture {
        given: &[
            ("José", "jose"), ("Begoña", "begona"), ("Íñigo", "inigo"), ("Ximena", "ximena"),
            ("Joaquín", "joaquin"), ("María José", "maria-jose"), ("Óscar", "oscar"),
            ("Úrsula", "ursula"), ("Andrés", "andres"), ("Lucía", "lucia"), ("Ramón", "ramon"),
            ("Inés", "ines"), ("Matías", "matias"), ("Soledad", "soledad"), ("Álvaro", "alvaro"),
        ],
        family: &[
            ("Muñoz", "munoz"), ("Ibáñez", "ibanez"), ("Peña", "pena"),
            ("Echeverría", "echeverria"), ("Núñez", "nunez"), ("Zúñiga", "zuniga"),
            ("Güemes", "guemes"), ("Cañizares", "canizares"), ("de la Vega", "delavega"),
            ("Quiñones", "quinones"), ("Ávila", "avila"), ("Castañeda", "castaneda"),
            ("Belmonte", "belmonte"),
        ],
        double: " ",
        countries: &["Spain", "Mexico", "Argentina", "Colombia", "Chile", "Peru", "Uruguay"],
        ..PLAIN
    },
    // Catalan
    Culture {
        given: &[
            ("Núria", "nuria"), ("Marcel·lí", "marcelli"), ("Llúcia", "llucia"), ("Pol", "pol"),
            ("Montserrat", "montserrat"), ("Òscar", "oscar"), ("Mercè", "merce"),
            ("Aleix", "aleix"), ("Eulàlia", "eulalia"), ("Arnau", "arnau"), ("Gràcia", "gracia"),
            ("Guillem", "guillem"),
        ],
        family: &[
            ("Puigdollers", "puigdollers"), ("Sallés", "salles"), ("Fontanella", "fontanella"),
            ("Bosch", "bosch"), ("Farràs", "farras"), ("Vilaró", "vilaro"),
            ("Castellví", "castellvi"), ("Roig", "roig"), ("Mascaró", "mascaro"),
            ("Sunyer", "sunyer"),
        ],
        double: " i ",
        countries: &["Andorra", "Spain"],
        ..PLAIN
    },
    // Portuguese
    Culture {
        given: &[
            ("João", "joao"), ("Conceição", "conceicao"), ("Inês", "ines"), ("Thaís", "thais"),
            ("Estêvão", "estevao"), ("Luísa", "luisa"), ("Antônio", "antonio"),
            ("Flávia", "flavia"), ("Gonçalo", "goncalo"), ("Júlia", "julia"),
            ("Caetano", "caetano"), ("Mônica", "monica"),
        ],
        family: &[
            ("Gonçalves", "goncalves"), ("dos Santos", "dossantos"), ("de Araújo", "dearaujo"),
            ("Simões", "simoes"), ("Magalhães", "magalhaes"), ("Falcão", "falcao"),
            ("Brandão", "brandao"), ("Guimarães", "guimaraes"), ("Assunção", "assuncao"),
            ("Vasconcelos", "vasconcelos"), ("Tavares", "tavares"), ("da Conceição", "daconceicao"),
        ],
        double: " ",
        countries: &["Brazil", "Portugal", "Angola", "Mozambique", "Cape Verde"],
        ..PLAIN
    },
    // French
    Culture {
        given: &[
            ("Zoë", "zoe"), ("Chloé", "chloe"), ("Jean-François", "jean-francois"),
            ("Maël", "mael"), ("Anaïs", "anais"), ("Hélène", "helene"), ("Loïc", "loic"),
            ("Noémie", "noemie"), ("Aurèle", "aurele"), ("Gaëlle", "gaelle"), ("Benoît", "benoit"),
            ("Clémence", "clemence"), ("Anne-Cécile", "anne-cecile"), ("Théophile", "theophile"),
            ("Françoise", "francoise"),
        ],
        family: &[
            ("Lefèvre", "lefevre"), ("D'Aubigny", "daubigny"), ("Châtelain", "chatelain"),
            ("Bérubé", "berube"), ("L'Écuyer", "lecuyer"), ("de La Tour", "delatour"),
            ("Noël", "noel"), ("Desrosiers", "desrosiers"), ("Beaupré", "beaupre"),
            ("Gagné", "gagne"), ("Lacroix", "lacroix"), ("Crèvecœur", "crevecoeur"),
            ("Ménard", "menard"),
        ],
        double: "-",
        countries: &["France", "Belgium", "Canada", "Switzerland", "Luxembourg", "Côte d'Ivoire"],
        ..PLAIN
    },
    // German
    Culture {
        given: &[
            ("Jürgen", "juergen"), ("Käthe", "kaethe"), ("Günther", "guenther"),
            ("Lieselotte", "lieselotte"), ("Jörg", "joerg"), ("Hannelore", "hannelore"),
            ("Matthäus", "matthaeus"), ("Sören", "soeren"), ("Bärbel", "baerbel"),
            ("Friedhelm", "friedhelm"), ("Ännchen", "aennchen"), ("Hans-Jörg", "hans-joerg"),
            ("Annegret", "annegret"), ("Götz", "goetz"),
        ],
        family: &[
            ("Müller", "mueller"), ("Weiß", "weiss"), ("von der Heide", "vonderheide"),
            ("Groß", "gross"), ("Schäfer", "schaefer"), ("Kühn", "kuehn"), ("Köhler", "koehler"),
            ("Nüßlein", "nuesslein"), ("Zweigelt", "zweigelt"), ("Böttcher", "boettcher"),
            ("Strauß", "strauss"), ("Übelacker", "uebelacker"), ("Vogelsang", "vogelsang"),
        ],
        double: "-",
        countries: &["Germany", "Austria", "Switzerland", "Liechtenstein"],
        ..PLAIN
    },
    // Dutch
    Culture {
        given: &[
            ("Sjoerd", "sjoerd"), ("Fleur", "fleur"), ("Daniël", "daniel"), ("Anneke", "anneke"),
            ("Joris", "joris"), ("Geertruida", "geertruida"), ("Noël", "noel"),
            ("Maaike", "maaike"), ("IJsbrand", "ijsbrand"), ("Loïs", "lois"),
            ("Pieter-Jan", "pieter-jan"), ("Tjitske", "tjitske"),
        ],
        family: &[
            ("van der Berg", "vanderberg"), ("de Vries", "devries"), ("van 't Zand", "vantzand"),
            ("Bruïne", "bruine"), ("'t Hart", "thart"), ("IJzerman", "ijzerman"),
            ("Kuipers", "kuipers"), ("van den Heuvel", "vandenheuvel"),
            ("Scheepmaker", "scheepmaker"), ("ter Braak", "terbraak"), ("Hoekstra", "hoekstra"),
            ("Zeeuw", "zeeuw"),
        ],
        double: "-",
        countries: &["Netherlands", "Belgium", "Suriname", "South Africa"],
        ..PLAIN
    },
    // Scandinavian
    Culture {
        given: &[
            ("Ågot", "agot"), ("Bjørn", "bjorn"), ("Åsa", "asa"), ("Søren", "soren"),
            ("Märta", "marta"), ("Øyvind", "oyvind"), ("Kjersti", "kjersti"), ("Jørgen", "jorgen"),
            ("Ingebjørg", "ingebjorg"), ("Håkon", "hakon"), ("Göran", "goran"), ("Sølvi", "solvi"),
            ("Torbjörn", "torbjorn"), ("Linnéa", "linnea"),
        ],
        family: &[
            ("Nørgård", "norgard"), ("Ødegård", "odegard"), ("Åkesson", "akesson"),
            ("Sjöberg", "sjoberg"), ("D'Ångelo", "dangelo"), ("Håkansson", "hakansson"),
            ("Bjørnstad", "bjornstad"), ("Kjær", "kjaer"), ("Lindqvist", "lindqvist"),
            ("Sæther", "saether"), ("Østby", "ostby"), ("af Ekenstam", "afekenstam"),
            ("Løvenskiold", "lovenskiold"),
        ],
        double: " ",
        countries: &["Norway", "Sweden", "Denmark"],
        ..PLAIN
    },
    // Icelandic, women
    Culture {
        given: &[
            ("Þórunn", "thorunn"), ("Guðrún", "gudrun"), ("Ásdís", "asdis"),
            ("Sigríður", "sigridur"), ("Ragnheiður", "ragnheidur"), ("Ýr", "yr"),
            ("Bryndís", "bryndis"), ("Hólmfríður", "holmfridur"), ("Svanhvít", "svanhvit"),
            ("Ólöf", "olof"),
        ],
        family: &[
            ("Þorsteinsdóttir", "thorsteinsdottir"), ("Jónsdóttir", "jonsdottir"),
            ("Bjarnadóttir", "bjarnadottir"), ("Ægisdóttir", "aegisdottir"),
            ("Hallsdóttir", "hallsdottir"), ("Sigurðardóttir", "sigurdardottir"),
            ("Önnudóttir", "onnudottir"), ("Kjartansdóttir", "kjartansdottir"),
        ],
        countries: &["Iceland"],
        ..PLAIN
    },
    // Icelandic, men
    Culture {
        given: &[
            ("Þorsteinn", "thorsteinn"), ("Ægir", "aegir"), ("Björgvin", "bjorgvin"),
            ("Örn", "orn"), ("Guðmundur", "gudmundur"), ("Hrafnkell", "hrafnkell"),
            ("Ísak", "isak"), ("Óðinn", "odinn"), ("Snæbjörn", "snaebjorn"), ("Kári", "kari"),
        ],
        family: &[
            ("Þorsteinsson", "thorsteinsson"), ("Jónsson", "jonsson"), ("Bjarnason", "bjarnason"),
            ("Ægisson", "aegisson"), ("Hallsson", "hallsson"), ("Sigurðsson", "sigurdsson"),
            ("Önnuson", "onnuson"), ("Kjartansson", "kjartansson"),
        ],
        countries: &["Iceland"],
        ..PLAIN
    },
    // Finnish
    Culture {
        given: &[
            ("Päivi", "paivi"), ("Väinö", "vaino"), ("Aino", "aino"), ("Yrjö", "yrjo"),
            ("Kyllikki", "kyllikki"), ("Jyrki", "jyrki"), ("Säde", "sade"), ("Tapio", "tapio"),
            ("Sylvi", "sylvi"), ("Ilmari", "ilmari"), ("Eevi", "eevi"),
        ],
        family: &[
            ("Mäkinen", "makinen"), ("Hämäläinen", "hamalainen"), ("Lähteenmäki", "lahteenmaki"),
            ("Yli-Äyhö", "yli-ayho"), ("Pöllänen", "pollanen"), ("Kettunen", "kettunen"),
            ("Myllymäki", "myllymaki"), ("Kärkkäinen", "karkkainen"), ("Ylönen", "ylonen"),
            ("Ruusuvuori", "ruusuvuori"),
        ],
        double: "-",
        countries: &["Finland", "Finland", "Sweden"],
        ..PLAIN
    },
    // Italian
    Culture {
        given: &[
            ("Nicolò", "nicolo"), ("Giosuè", "giosue"), ("Chiara", "chiara"),
            ("Benedetta", "benedetta"), ("Ludovica", "ludovica"), ("Fabrizio", "fabrizio"),
            ("Mosè", "mose"), ("Fiammetta", "fiammetta"), ("Ermenegildo", "ermenegildo"),
            ("Ilaria", "ilaria"), ("Niccolò", "niccolo"), ("Ginevra", "ginevra"),
        ],
        family: &[
            ("D'Angelo", "dangelo"), ("Dell'Acqua", "dellacqua"), ("Lo Presti", "lopresti"),
            ("Nicolì", "nicoli"), ("De Santis", "desantis"), ("Cantalupo", "cantalupo"),
            ("Dall'Oglio", "dalloglio"), ("Mezzanotte", "mezzanotte"), ("Quaranta", "quaranta"),
            ("Cornalé", "cornale"), ("Passalacqua", "passalacqua"), ("Bevilacqua", "bevilacqua"),
        ],
        countries: &["Italy", "Italy", "Switzerland", "San Marino", "Argentina"],
        ..PLAIN
    },
];
