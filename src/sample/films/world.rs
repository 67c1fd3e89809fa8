//! The patterns of film titles in other languages, with words that need no agreement.

use super::Pattern;

#[rustfmt::skip]
pub(super) const PATTERNS: &[Pattern] = &[
    // French
    Pattern { text: "{} de {}", words: &[
        &["L'échelle", "La valise", "Le jardin secret", "Les après-midi", "L'œuf", "Le goûter",
          "La fenêtre", "Les héritières", "Le piano à bretelles", "Le naufrage", "L'élève"],
        &["Bérénice", "monsieur Lebrac", "Saint-Prévost", "la tante Rose", "Gaëtan", "papier mâché",
          "mademoiselle Noyau", "Clermont", "minuit vingt", "Théodule"],
    ] },
    // Spanish
    Pattern { text: "{} sin {}", words: &[
        &["Una ciudad", "El año", "La piñata", "Un tranvía", "Dos señoras", "El otoño",
          "Mi compañía",
          "La canción", "Un pingüino", "El balcón"],
        &["relojes", "mañana", "paraguas", "corazón", "billete", "testigos", "azúcar", "nombre",
          "dueño", "permiso"],
    ] },
    // German
    Pattern { text: "{} über {}", words: &[
        &["Nebel", "Möwen", "Drei Schwäne", "Kein Wort", "Ein Streit", "Süße Grüße", "Der Flug",
          "Glühwürmchen", "Zwölf Brücken", "Das Gerücht"],
        &["Görlitz", "Wuppertal", "den Bäckermeister", "die Straße", "uns", "Königswinter",
          "den Dächern von Ulm", "sieben Zäune", "Tante Käthe"],
    ] },
    // Italian
    Pattern { text: "{} prima del {}", words: &[
        &["La notte", "Un caffè", "Perché piangere", "Due passi", "La verità", "Così", "Lunedì",
          "Tre lettere"],
        &["temporale", "terzo atto", "bagno", "carnevale", "gelato", "silenzio", "mare", "sipario"],
    ] },
    // Polish
    Pattern { text: "{} z {}", words: &[
        &["Listonosz", "Żółw", "Ćma", "Pociąg", "Ciotka", "Źdźbło", "Święty", "Kapelusz", "Łódka"],
        &["Łodzi", "Bydgoszczy", "papieru", "porcelany", "Księżyca", "Tarnowa", "mgły",
          "przedmieścia"],
    ] },
    // Turkish
    Pattern { text: "{} {}", words: &[
        &["Geç Kalan", "Şaşkın", "Uçan", "Sessiz", "Küçük", "Kayıp", "İnatçı", "Unutkan",
          "Altıncı"],
        &["Vapur", "Çaycı", "Kuğu", "Işıklar", "Yağmur", "Şemsiye", "İncir Ağacı", "Müfettiş",
          "Düğün"],
    ] },
    // Russian
    Pattern { text: "{} из {}", words: &[
        &["Часовщик", "Щегол", "Письмо", "Ёлка", "Чемодан", "Двоюродная тётя", "Поезд", "Эхо",
          "Шарманка"],
        &["Твери", "бумаги", "Вологды", "прошлого четверга", "янтаря", "шестого подъезда", "льда",
          "Ярославля"],
    ] },
    // Greek
    Pattern { text: "{} {}", words: &[
        &["Το φανάρι", "Η βροχή", "Ο ταχυδρόμος", "Οι ψίθυροι", "Το μαντολίνο", "Η θεία",
          "Ο ξένος"],
        &["της θάλασσας", "του Αυγούστου", "της Ύδρας", "του λιμανιού", "των άστρων", "της Ξάνθης"],
    ] },
    // Georgian
    Pattern { text: "{} და {}", words: &[
        &["წვიმა", "ქარი", "მზე", "ჩიტი", "ღვინო", "მატარებელი", "ზღვა"],
        &["ქოლგა", "მთვარე", "ფანჯარა", "ძაღლი", "პური", "სიჩუმე", "ბებია"],
    ] },
    // Arabic
    Pattern { text: "{} في {}", words: &[
        &["قطار", "عاصفة", "رسالة", "حديقة", "شاعر", "فيل", "عرس", "ظل"],
        &["حلب", "المرآة", "الضباب", "طنجة", "فنجان", "السوق القديم", "الصحراء"],
    ] },
    // Hebrew
    Pattern { text: "{} של {}", words: &[
        &["המטרייה", "החלום", "הגן", "השכן", "העוגה", "הצל", "הפסנתר"],
        &["דודה רבקה", "יום שלישי", "העיר התחתונה", "אף אחד", "הירח", "הדוור"],
    ] },
    // Hindi
    Pattern { text: "{} और {}", words: &[
        &["बारिश", "हाथी", "पतंग", "चाय", "आईना", "रेलगाड़ी", "मोर"],
        &["छाता", "चाँद", "अचार", "सन्नाटा", "पुरानी हवेली", "इंद्रधनुष"],
    ] },
    // Thai
    Pattern { text: "{}ใน{}", words: &[
        &["ช้าง", "จดหมาย", "สายฝน", "ความลับ", "เสียงเพลง", "หิ่งห้อย"],
        &["สวนหลังบ้าน", "กล่องไม้", "เดือนเมษา", "ตลาดน้ำ", "ความฝัน", "รถไฟ"],
    ] },
    // Amharic
    Pattern { text: "{} እና {}", words: &[
        &["ዝናብ", "ፀሐይ", "ቡና", "አንበሳ", "ባቡር"],
        &["ጨረቃ", "ጃንጥላ", "ዝምታ", "ማር", "መስኮት"],
    ] },
    // Chinese
    Pattern { text: "{}的{}", words: &[
        &["沉默", "迟到", "蓝色", "昨天", "会飞", "祖母", "第七个", "北方"],
        &["灯塔", "雨伞", "邮差", "火车", "西瓜", "秘密", "钢琴", "夏天"],
    ] },
    // Japanese
    Pattern { text: "{}と{}", words: &[
        &["猫", "みかん", "郵便屋さん", "流れ星", "うそつき", "カステラ", "夕立"],
        &["羅針盤", "ラジオ", "三日月", "おばあちゃん", "エレベーター", "金魚", "ガラスの靴下"],
    ] },
    // Korean
    Pattern { text: "{} {}", words: &[
        &["느린", "사라진", "푸른", "졸린", "마지막에서 두 번째", "거꾸로 가는"],
        &["우체국", "고등어", "기차역", "우산", "도깨비", "옥탑방", "겨울"],
    ] },
    // Vietnamese
    Pattern { text: "{} ở {}", words: &[
        &["Mùa mưa", "Con voi", "Bức thư", "Chuyến tàu", "Người thợ ảnh", "Quán phở", "Cơn gió"],
        &["phố cũ", "Đà Lạt", "cuối ngõ", "bến sông", "trên trời", "Huế"],
    ] },
];
