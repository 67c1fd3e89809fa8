//! Names of central and eastern Europe and of the Caucasus.

use super::{Culture, Order, PLAIN};

#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
    // Polish, with surnames that do not follow the gender
    Culture {
        given: &[
            ("Łukasz", "lukasz"), ("Żaneta", "zaneta"), ("Paweł", "pawel"), ("Bożena", "bozena"),
            ("Stanisław", "stanislaw"), ("Małgorzata", "malgorzata"), ("Grażyna", "grazyna"),
            ("Mścisław", "mscislaw"), ("Róża", "roza"), ("Michał", "michal"), ("Jagoda", "jagoda"),
            ("Wawrzyniec", "wawrzyniec"),
        ],
        family: &[
            ("Nowak", "nowak"), ("Wójcik", "wojcik"), ("Wróbel", "wrobel"), ("Zając", "zajac"),
            ("Mazur", "mazur"), ("Sikora", "sikora"), ("Kołodziej", "kolodziej"), ("Gęś", "ges"),
            ("Dąbek", "dabek"), ("Świątek", "swiatek"),
            ("Brzęczyszczykiewicz", "brzeczyszczykiewicz"), ("Pączek", "paczek"),
            ("Źrebiec", "zrebiec"),
        ],
        double: "-",
        countries: &["Poland", "Poland", "Germany", "United Kingdom"],
        ..PLAIN
    },
    // Czech and Slovak, women
    Culture {
        given: &[
            ("Anežka", "anezka"), ("Růžena", "ruzena"), ("Štěpánka", "stepanka"),
            ("Božena", "bozena"), ("Zdeňka", "zdenka"), ("Ľubica", "lubica"),
            ("Kateřina", "katerina"), ("Žofie", "zofie"), ("Jiřina", "jirina"),
            ("Blažena", "blazena"),
        ],
        family: &[
            ("Dvořáčková", "dvorackova"), ("Říhová", "rihova"), ("Procházková", "prochazkova"),
            ("Křížová", "krizova"), ("Švecová", "svecova"), ("Holubová", "holubova"),
            ("Čápová", "capova"), ("Žáčková", "zackova"), ("Ježková", "jezkova"),
        ],
        countries: &["Czechia", "Slovakia"],
        ..PLAIN
    },
    // Czech and Slovak, men
    Culture {
        given: &[
            ("Jiří", "jiri"), ("Řehoř", "rehor"), ("Ondřej", "ondrej"), ("Ľuboš", "lubos"),
            ("Čeněk", "cenek"), ("Štěpán", "stepan"), ("Matěj", "matej"), ("Zdeněk", "zdenek"),
            ("Kryštof", "krystof"), ("Vojtěch", "vojtech"),
        ],
        family: &[
            ("Dvořáček", "dvoracek"), ("Říha", "riha"), ("Procházka", "prochazka"),
            ("Kříž", "kriz"), ("Švec", "svec"), ("Holub", "holub"), ("Čáp", "cap"),
            ("Žáček", "zacek"), ("Ježek", "jezek"),
        ],
        countries: &["Czechia", "Slovakia"],
        ..PLAIN
    },
    // Hungarian
    Culture {
        given: &[
            ("Zsófia", "zsofia"), ("Győző", "gyozo"), ("Ágnes", "agnes"), ("Örs", "ors"),
            ("Tünde", "tunde"), ("Ákos", "akos"), ("Emőke", "emoke"), ("Csaba", "csaba"),
            ("Réka", "reka"), ("Zsombor", "zsombor"), ("Enikő", "eniko"), ("Gergő", "gergo"),
        ],
        family: &[
            ("Kővári", "kovari"), ("Szűcs", "szucs"), ("Nagy", "nagy"), ("Őrsi", "orsi"),
            ("Tóth", "toth"), ("Fűzfa", "fuzfa"), ("Kerekes", "kerekes"), ("Hegedűs", "hegedus"),
            ("Gyöngyösi", "gyongyosi"), ("Pásztor", "pasztor"), ("Kökényes", "kokenyes"),
        ],
        order: Order::FamilyFirst,
        countries: &["Hungary", "Hungary", "Romania", "Slovakia"],
        ..PLAIN
    },
    // Romanian
    Culture {
        given: &[
            ("Ștefan", "stefan"), ("Ioana", "ioana"), ("Mălina", "malina"), ("Răzvan", "razvan"),
            ("Ionuț", "ionut"), ("Anișoara", "anisoara"), ("Brândușa", "brandusa"),
            ("Sânziana", "sanziana"), ("Horațiu", "horatiu"), ("Ilinca", "ilinca"),
            ("Costin", "costin"),
        ],
        family: &[
            ("Țurcanu", "turcanu"), ("Popescu", "popescu"), ("Ștefănescu", "stefanescu"),
            ("Bălan", "balan"), ("Lăcătuș", "lacatus"), ("Mărgineanu", "margineanu"),
            ("Păun", "paun"), ("Grădinaru", "gradinaru"), ("Ciobanu", "ciobanu"),
            ("Vânătoru", "vanatoru"),
        ],
        double: "-",
        countries: &["Romania", "Moldova"],
        ..PLAIN
    },
    // Croatian, Bosnian and Slovene
    Culture {
        given: &[
            ("Željko", "zeljko"), ("Šime", "sime"), ("Živa", "ziva"), ("Đurđica", "djurdjica"),
            ("Luka", "luka"), ("Nevenka", "nevenka"), ("Krešimir", "kresimir"), ("Žarka", "zarka"),
            ("Anđela", "andjela"), ("Tomislav", "tomislav"), ("Špela", "spela"),
        ],
        family: &[
            ("Kovačević", "kovacevic"), ("Šarić", "saric"), ("Đurić", "djuric"),
            ("Perišić", "perisic"), ("Žunić", "zunic"), ("Hadžić", "hadzic"), ("Babić", "babic"),
            ("Vučetić", "vucetic"), ("Čolić", "colic"), ("Ljubić", "ljubic"),
        ],
        double: " ",
        countries: &["Croatia", "Slovenia", "Bosnia and Herzegovina", "Montenegro"],
        ..PLAIN
    },
    // Russian, women
    Culture {
        given: &[
            ("Анна", "anna"), ("Екатерина", "ekaterina"), ("Ольга", "olga"), ("Юлия", "yulia"),
            ("Ксения", "ksenia"), ("Любовь", "lyubov"), ("Алёна", "alyona"),
            ("Пелагея", "pelageya"), ("Наталья", "natalya"), ("Варвара", "varvara"),
            ("Жанна", "zhanna"),
        ],
        family: &[
            ("Соловьёва", "solovyova"), ("Кузнецова", "kuznetsova"), ("Журавлёва", "zhuravlyova"),
            ("Щербакова", "shcherbakova"), ("Воробьёва", "vorobyova"), ("Зайцева", "zaytseva"),
            ("Лебедева", "lebedeva"), ("Орлова", "orlova"), ("Цветкова", "tsvetkova"),
            ("Ежова", "yezhova"),
        ],
        countries: &["Russia", "Kazakhstan", "Belarus"],
        ..PLAIN
    },
    // Russian, men
    Culture {
        given: &[
            ("Алексей", "aleksey"), ("Фёдор", "fyodor"), ("Юрий", "yury"), ("Игорь", "igor"),
            ("Илья", "ilya"), ("Пётр", "pyotr"), ("Григорий", "grigory"), ("Тимофей", "timofey"),
            ("Эдуард", "eduard"), ("Матвей", "matvey"), ("Всеволод", "vsevolod"),
        ],
        family: &[
            ("Соловьёв", "solovyov"), ("Кузнецов", "kuznetsov"), ("Журавлёв", "zhuravlyov"),
            ("Щербаков", "shcherbakov"), ("Воробьёв", "vorobyov"), ("Зайцев", "zaytsev"),
            ("Лебедев", "lebedev"), ("Орлов", "orlov"), ("Цветков", "tsvetkov"), ("Ежов", "yezhov"),
        ],
        countries: &["Russia", "Kazakhstan", "Belarus"],
        ..PLAIN
    },
    // Ukrainian
    Culture {
        given: &[
            ("Олена", "olena"), ("Тарас", "taras"), ("Ярина", "yaryna"), ("Євген", "yevhen"),
            ("Мар'яна", "mariana"), ("Соломія", "solomiia"), ("Андрій", "andrii"),
            ("Лук'ян", "lukian"), ("Орися", "orysia"), ("Богдан", "bohdan"), ("Юстина", "yustyna"),
            ("Ґреґор", "gregor"),
        ],
        family: &[
            ("Бондаренко", "bondarenko"), ("Коваленко", "kovalenko"), ("Ткачук", "tkachuk"),
            ("Мельник", "melnyk"), ("Дем'яненко", "demianenko"), ("Лисенко", "lysenko"),
            ("Кравець", "kravets"), ("Їжак", "yizhak"), ("Гайдук", "haiduk"),
            ("Панчишин", "panchyshyn"), ("Шевчук", "shevchuk"),
        ],
        countries: &["Ukraine", "Ukraine", "Canada", "Poland"],
        ..PLAIN
    },
    // Serbian
    Culture {
        given: &[
            ("Љубица", "ljubica"), ("Ђорђе", "djordje"), ("Јована", "jovana"), ("Жељко", "zeljko"),
            ("Милица", "milica"), ("Страхиња", "strahinja"), ("Ђурђица", "djurdjica"),
            ("Душица", "dusica"), ("Немања", "nemanja"), ("Војислав", "vojislav"),
            ("Сњежана", "snjezana"),
        ],
        family: &[
            ("Јовановић", "jovanovic"), ("Ђорђевић", "djordjevic"), ("Живковић", "zivkovic"),
            ("Ђокић", "djokic"), ("Љубичић", "ljubicic"), ("Вучковић", "vuckovic"),
            ("Стојановић", "stojanovic"), ("Миљковић", "miljkovic"), ("Шћекић", "scekic"),
            ("Хаџић", "hadzic"),
        ],
        countries: &["Serbia", "Serbia", "Bosnia and Herzegovina"],
        ..PLAIN
    },
    // Greek, women
    Culture {
        given: &[
            ("Ελένη", "eleni"), ("Αικατερίνη", "aikaterini"), ("Δήμητρα", "dimitra"),
            ("Όλγα", "olga"), ("Ευαγγελία", "evangelia"), ("Καλλιόπη", "kalliopi"),
            ("Σοφία", "sofia"), ("Θεοδώρα", "theodora"), ("Ζωή", "zoi"), ("Μυρσίνη", "myrsini"),
        ],
        family: &[
            ("Παπαδοπούλου", "papadopoulou"), ("Νικολαΐδου", "nikolaidou"),
            ("Αγγελοπούλου", "angelopoulou"), ("Οικονόμου", "oikonomou"),
            ("Καραγιάννη", "karagianni"), ("Δημητρίου", "dimitriou"), ("Χατζή", "chatzi"),
            ("Μακρή", "makri"), ("Ψαρού", "psarou"),
        ],
        countries: &["Greece", "Cyprus"],
        ..PLAIN
    },
    // Greek, men
    Culture {
        given: &[
            ("Γιώργος", "giorgos"), ("Οδυσσέας", "odysseas"), ("Αχιλλέας", "achilleas"),
            ("Σπύρος", "spyros"), ("Κωνσταντίνος", "konstantinos"), ("Ηλίας", "ilias"),
            ("Ξενοφών", "xenofon"), ("Λευτέρης", "lefteris"), ("Μάριος", "marios"),
            ("Στέλιος", "stelios"), ("Ωρίων", "orion"), ("Αριστείδης", "aristidis"),
        ],
        family: &[
            ("Παπαδόπουλος", "papadopoulos"), ("Νικολαΐδης", "nikolaidis"),
            ("Αγγελόπουλος", "angelopoulos"), ("Οικονόμου", "oikonomou"),
            ("Καραγιάννης", "karagiannis"), ("Δημητρίου", "dimitriou"), ("Χατζής", "chatzis"),
            ("Μακρής", "makris"), ("Ψαρός", "psaros"),
        ],
        countries: &["Greece", "Cyprus"],
        ..PLAIN
    },
    // Georgian
    Culture {
        given: &[
            ("ნინო", "nino"), ("გიორგი", "giorgi"), ("თამარ", "tamar"), ("ლევან", "levan"),
            ("მარიამ", "mariam"), ("ზურაბ", "zurab"), ("ქეთევან", "ketevan"),
            ("ვახტანგ", "vakhtang"), ("ეკა", "eka"), ("ირაკლი", "irakli"), ("ნათია", "natia"),
            ("დავით", "davit"),
        ],
        family: &[
            ("ბერიძე", "beridze"), ("კაპანაძე", "kapanadze"), ("გელაშვილი", "gelashvili"),
            ("მაისურაძე", "maisuradze"), ("ლომიძე", "lomidze"), ("წიკლაური", "tsiklauri"),
            ("ხუციშვილი", "khutsishvili"), ("მჭედლიშვილი", "mchedlishvili"),
            ("ჟორჟოლიანი", "zhorzholiani"),
        ],
        countries: &["Georgia"],
        ..PLAIN
    },
    // Armenian
    Culture {
        given: &[
            ("Անի", "ani"), ("Տիգրան", "tigran"), ("Նարե", "nare"), ("Արամ", "aram"),
            ("Լուսինե", "lusine"), ("Վահագն", "vahagn"), ("Մարիամ", "mariam"), ("Հայկ", "hayk"),
            ("Շուշան", "shushan"), ("Գարեգին", "garegin"), ("Սիրանուշ", "siranush"),
            ("Հռիփսիմե", "hripsime"),
        ],
        family: &[
            ("Հակոբյան", "hakobyan"), ("Պետրոսյան", "petrosyan"), ("Գրիգորյան", "grigoryan"),
            ("Սարգսյան", "sargsyan"), ("Մկրտչյան", "mkrtchyan"), ("Վարդանյան", "vardanyan"),
            ("Ղազարյան", "ghazaryan"), ("Ավետիսյան", "avetisyan"), ("Զաքարյան", "zakaryan"),
            ("Ջրբաշյան", "jrbashyan"), ("Աբրահամյան", "abrahamyan"),
        ],
        countries: &["Armenia", "Armenia", "France", "Lebanon"],
        ..PLAIN
    },
];
