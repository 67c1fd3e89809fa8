//! Names of Africa, the Arab countries and the Pacific.

use super::{Culture, PLAIN};

#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
    // Arabic
    Culture {
        given: &[
            ("ليلى", "layla"), ("أحمد", "ahmad"), ("فاطمة", "fatima"), ("يوسف", "yusuf"),
            ("نور", "nur"), ("خالد", "khalid"), ("مريم", "maryam"), ("طارق", "tariq"),
            ("سلمى", "salma"), ("إبراهيم", "ibrahim"), ("هدى", "huda"), ("عمر", "omar"),
            ("زينب", "zaynab"), ("رؤوف", "rauf"),
        ],
        family: &[
            ("الحداد", "alhaddad"), ("المصري", "almasri"), ("النجار", "alnajjar"),
            ("حمدان", "hamdan"), ("الخطيب", "alkhatib"), ("عبد الرحمن", "abdalrahman"),
            ("بن سعيد", "bensaid"), ("القاضي", "alqadi"), ("الشامي", "alshami"),
            ("منصور", "mansour"), ("الصباغ", "alsabbagh"), ("أبو ريشة", "aburisha"),
        ],
        countries: &[
            "Egypt", "Lebanon", "Morocco", "Jordan", "Tunisia", "Algeria", "Iraq", "Syria", "Oman",
            "United Arab Emirates",
        ],
        ..PLAIN
    },
    // Amharic, with the father's name after one's own
    Culture {
        given: &[
            ("ሰላማዊት", "selamawit"), ("አበበ", "abebe"), ("ትዕግስት", "tigist"), ("ዳዊት", "dawit"),
            ("ሕይወት", "hiwot"), ("ተስፋዬ", "tesfaye"), ("መስከረም", "meskerem"), ("ኃይሉ", "hailu"),
            ("ብርሃኑ", "birhanu"), ("ጽጌ", "tsige"), ("ማርታ", "marta"), ("ዮሐንስ", "yohannes"),
        ],
        family: &[
            ("በቀለ", "bekele"), ("ገብረማርያም", "gebremariam"), ("ታደሰ", "tadesse"), ("ከበደ", "kebede"),
            ("አለሙ", "alemu"), ("መኮንን", "mekonnen"), ("ደስታ", "desta"), ("ተክሌ", "tekle"),
            ("ግርማ", "girma"),
        ],
        countries: &["Ethiopia", "Ethiopia", "Eritrea"],
        ..PLAIN
    },
    // Yoruba, with accents that have no composed form
    Culture {
        given: &[
            ("Adébáyọ̀", "adebayo"), ("Ọlámidé", "olamide"), ("Fúnmiláyọ̀", "funmilayo"),
            ("Tèmítọ́pẹ́", "temitope"), ("Kẹ́hìndé", "kehinde"), ("Táíwò", "taiwo"),
            ("Bọ́lá", "bola"), ("Ṣadé", "sade"), ("Ìyábọ̀", "iyabo"), ("Dáre", "dare"),
            ("Ìdòwú", "idowu"),
        ],
        family: &[
            ("Ògúnbíyì", "ogunbiyi"), ("Akíntọ́lá", "akintola"), ("Adéyẹmí", "adeyemi"),
            ("Ọláyínká", "olayinka"), ("Fálọlá", "falola"), ("Òjó", "ojo"), ("Ṣóyẹmí", "soyemi"),
            ("Bámgbóṣé", "bamgbose"), ("Ọlátúnjí", "olatunji"),
        ],
        double: "-",
        countries: &["Nigeria", "Nigeria", "Benin", "United Kingdom"],
        ..PLAIN
    },
    // Kenyan and Tanzanian
    Culture {
        given: &[
            ("Wanjiku", "wanjiku"), ("Baraka", "baraka"), ("Njeri", "njeri"), ("Kiprop", "kiprop"),
            ("Akinyi", "akinyi"), ("Neema", "neema"), ("Zawadi", "zawadi"), ("Juma", "juma"),
            ("Achieng", "achieng"), ("Jelimo", "jelimo"), ("Mumbi", "mumbi"), ("Imani", "imani"),
        ],
        family: &[
            ("Ng'ang'a", "nganga"), ("Wang'ombe", "wangombe"), ("Odhiambo", "odhiambo"),
            ("Mutua", "mutua"), ("Kiplagat", "kiplagat"), ("Wekesa", "wekesa"),
            ("Ong'ondo", "ongondo"), ("Kariuki", "kariuki"), ("Barasa", "barasa"),
            ("Mwang'onda", "mwangonda"), ("Chebet", "chebet"),
        ],
        countries: &["Kenya", "Tanzania", "Uganda"],
        ..PLAIN
    },
    // Māori
    Culture {
        given: &[
            ("Māia", "maia"), ("Wīremu", "wiremu"), ("Kahurangi", "kahurangi"), ("Hēmi", "hemi"),
            ("Tāne", "tane"), ("Aroha", "aroha"), ("Rangi", "rangi"), ("Mārama", "marama"),
            ("Āwhina", "awhina"), ("Hōne", "hone"),
        ],
        family: &[
            ("Parata", "parata"), ("Te Whaiti", "tewhaiti"), ("Tāmati", "tamati"),
            ("Pōtae", "potae"), ("Rāwiri", "rawiri"), ("Te Ao", "teao"), ("Hōhepa", "hohepa"),
            ("Mahuika", "mahuika"), ("Kēpa", "kepa"), ("Tīpene", "tipene"),
        ],
        double: "-",
        countries: &["New Zealand", "New Zealand", "Australia", "Cook Islands"],
        ..PLAIN
    },
];
