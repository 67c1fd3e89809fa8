//! Names of Asia, from Türkiye to Japan.

use super::{Culture, Order, PLAIN};

#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
    // Turkish
    Culture {
        given: &[
            ("İpek", "ipek"), ("Çağla", "cagla"), ("Şebnem", "sebnem"), ("Işıl", "isil"),
            ("Gökçe", "gokce"), ("Oğuz", "oguz"), ("Uğur", "ugur"), ("İlhan", "ilhan"),
            ("Ayşegül", "aysegul"), ("Çetin", "cetin"), ("Yağmur", "yagmur"), ("Göksel", "goksel"),
            ("Irmak", "irmak"),
        ],
        family: &[
            ("Yıldız", "yildiz"), ("Öztürk", "ozturk"), ("Şahin", "sahin"), ("Çelik", "celik"),
            ("Doğan", "dogan"), ("Kılıç", "kilic"), ("Işık", "isik"), ("Gümüş", "gumus"),
            ("İnceoğlu", "inceoglu"), ("Karadağ", "karadag"), ("Üzümcü", "uzumcu"),
            ("Taşçı", "tasci"),
        ],
        countries: &["Türkiye", "Türkiye", "Cyprus", "Germany"],
        ..PLAIN
    },
    // Hebrew
    Culture {
        given: &[
            ("נועה", "noa"), ("אבישי", "avishai"), ("שירה", "shira"), ("יונתן", "yonatan"),
            ("תמר", "tamar"), ("איתן", "eitan"), ("רבקה", "rivka"), ("עומר", "omer"),
            ("הדסה", "hadassa"), ("אורי", "uri"), ("מיכל", "michal"), ("גדעון", "gideon"),
        ],
        family: &[
            ("כהן", "cohen"), ("לוי", "levi"), ("מזרחי", "mizrahi"), ("פרץ", "peretz"),
            ("ביטון", "biton"), ("בן־דוד", "ben-david"), ("שפירא", "shapira"),
            ("אזולאי", "azoulay"), ("הררי", "harari"), ("צור", "tzur"), ("אבן־חן", "even-hen"),
        ],
        countries: &["Israel"],
        ..PLAIN
    },
    // Persian
    Culture {
        given: &[
            ("گلناز", "golnaz"), ("کیوان", "keyvan"), ("شیرین", "shirin"), ("پژمان", "pejman"),
            ("یاسمن", "yasaman"), ("فرهاد", "farhad"), ("نازنین", "nazanin"), ("آرش", "arash"),
            ("پریسا", "parisa"), ("سیاوش", "siavash"), ("ژاله", "zhaleh"), ("چکاوک", "chakavak"),
        ],
        family: &[
            ("یزدانی", "yazdani"), ("کرمانی", "kermani"), ("رستمی", "rostami"),
            ("شیرازی", "shirazi"), ("پارسا", "parsa"), ("مرادی", "moradi"),
            ("جهانگیری", "jahangiri"), ("تبریزی", "tabrizi"), ("کاویانی", "kaviani"),
            ("گلچین", "golchin"), ("باغبان", "baghban"),
        ],
        countries: &["Iran", "Iran", "Afghanistan"],
        ..PLAIN
    },
    // Hindi and Nepali
    Culture {
        given: &[
            ("आशा", "asha"), ("विवेक", "vivek"), ("प्रिया", "priya"), ("अर्जुन", "arjun"),
            ("मीनाक्षी", "meenakshi"), ("देवेन्द्र", "devendra"), ("कविता", "kavita"),
            ("हर्ष", "harsh"), ("लक्ष्मी", "lakshmi"), ("गौरव", "gaurav"), ("ज्योति", "jyoti"),
            ("ईशान", "ishan"), ("ऋषि", "rishi"),
        ],
        family: &[
            ("शर्मा", "sharma"), ("वर्मा", "verma"), ("मिश्रा", "mishra"), ("त्रिपाठी", "tripathi"),
            ("चौहान", "chauhan"), ("जोशी", "joshi"), ("श्रीवास्तव", "srivastava"),
            ("कुलकर्णी", "kulkarni"), ("द्विवेदी", "dwivedi"), ("थापा", "thapa"),
            ("अग्निहोत्री", "agnihotri"),
        ],
        countries: &["India", "India", "Nepal", "Mauritius", "Fiji"],
        ..PLAIN
    },
    // Bengali
    Culture {
        given: &[
            ("অনন্যা", "ananya"), ("সুমন", "suman"), ("মৌসুমী", "mousumi"), ("রফিক", "rafiq"),
            ("নুসরাত", "nusrat"), ("অমিত", "amit"), ("শর্মিলা", "sharmila"),
            ("দীপঙ্কর", "dipankar"), ("কাকলি", "kakoli"), ("ফারহানা", "farhana"), ("জসিম", "jasim"),
            ("চিত্রা", "chitra"),
        ],
        family: &[
            ("চক্রবর্তী", "chakraborty"), ("মুখার্জি", "mukherjee"), ("সেনগুপ্ত", "sengupta"),
            ("রহমান", "rahman"), ("হোসেন", "hossain"), ("আহমেদ", "ahmed"), ("ঘোষ", "ghosh"),
            ("দত্ত", "dutta"), ("বিশ্বাস", "biswas"), ("সরকার", "sarkar"),
        ],
        countries: &["Bangladesh", "India"],
        ..PLAIN
    },
    // Tamil, one name
    Culture {
        given: &[
            ("கயல்விழி", "kayalvizhi"), ("கார்த்திக்", "karthik"), ("மலர்", "malar"),
            ("செந்தில்", "senthil"), ("இளங்கோ", "ilango"), ("தேன்மொழி", "thenmozhi"),
            ("அருண்", "arun"), ("நிலா", "nila"), ("பாரதி", "bharathi"), ("முருகன்", "murugan"),
            ("வெண்ணிலா", "vennila"), ("கண்ணன்", "kannan"), ("தமிழ்ச்செல்வி", "tamilselvi"),
            ("வேலு", "velu"), ("அன்பு", "anbu"), ("யாழினி", "yazhini"), ("எழில்", "ezhil"),
            ("கவின்", "kavin"), ("மணிமேகலை", "manimekalai"), ("பூங்குழலி", "poonguzhali"),
            ("சிவா", "siva"), ("ஓவியா", "oviya"), ("கதிர்", "kathir"), ("வள்ளி", "valli"),
        ],
        countries: &["India", "Sri Lanka", "Singapore", "Malaysia"],
        ..PLAIN
    },
    // Thai
    Culture {
        given: &[
            ("สมชาย", "somchai"), ("กมลชนก", "kamonchanok"), ("ณัฐพล", "natthaphon"),
            ("พิมพ์ใจ", "phimchai"), ("อนันต์", "anan"), ("สุดารัตน์", "sudarat"),
            ("ธนากร", "thanakon"), ("วิไลวรรณ", "wilaiwan"), ("ปกรณ์", "pakon"), ("มาลี", "mali"),
            ("ชลธิชา", "chonthicha"), ("เกรียงไกร", "kriangkrai"),
        ],
        family: &[
            ("ศรีสุวรรณ", "srisuwan"), ("แก้วมณี", "kaewmani"), ("วงศ์ทอง", "wongthong"),
            ("บุญมี", "bunmi"), ("ทองคำ", "thongkham"), ("จันทร์เพ็ญ", "chanphen"),
            ("สุขใจ", "sukchai"), ("รัตนกุล", "rattanakun"), ("พงษ์ไพบูลย์", "phongphaibun"),
            ("อินทรสุวรรณ", "inthonsuwan"),
        ],
        countries: &["Thailand"],
        ..PLAIN
    },
    // Burmese, one name
    Culture {
        given: &[
            ("အောင်မြင့်", "aung-myint"), ("သီတာ", "thida"), ("ကျော်စွာ", "kyaw-swa"),
            ("မိုးမိုး", "moe-moe"), ("ဇော်လင်း", "zaw-lin"), ("စုစု", "su-su"),
            ("မြတ်နိုး", "myat-noe"), ("ထွန်းထွန်း", "tun-tun"), ("ခင်ခင်", "khin-khin"),
            ("လှလှ", "hla-hla"), ("မင်းမင်း", "min-min"), ("စန္ဒာ", "sanda"),
            ("ဝင်းမောင်", "win-maung"), ("နီလာ", "nilar"), ("ကိုကို", "ko-ko"), ("သန္တာ", "thanda"),
            ("အေးအေး", "aye-aye"), ("ဖြိုးဝေ", "phyo-wai"), ("မြင့်မြင့်", "myint-myint"),
            ("သူရ", "thura"),
        ],
        countries: &["Myanmar"],
        ..PLAIN
    },
    // Vietnamese
    Culture {
        given: &[
            ("Thị Ánh", "thi-anh"), ("Văn Dũng", "van-dung"), ("Thu Hương", "thu-huong"),
            ("Đức", "duc"), ("Minh Tuấn", "minh-tuan"), ("Ngọc Bích", "ngoc-bich"),
            ("Quốc Bảo", "quoc-bao"), ("Thùy Dương", "thuy-duong"), ("Mỹ Lệ", "my-le"),
            ("Hữu Phước", "huu-phuoc"), ("Kim Yến", "kim-yen"), ("Xuân Trường", "xuan-truong"),
        ],
        family: &[
            ("Nguyễn", "nguyen"), ("Trần", "tran"), ("Lê", "le"), ("Phạm", "pham"),
            ("Huỳnh", "huynh"), ("Đặng", "dang"), ("Bùi", "bui"), ("Đỗ", "do"), ("Võ", "vo"),
            ("Ngô", "ngo"), ("Lý", "ly"),
        ],
        order: Order::FamilyFirst,
        countries: &["Vietnam", "Vietnam", "United States", "France"],
        ..PLAIN
    },
    // Indonesian, one name
    Culture {
        given: &[
            ("Sutrisno", "sutrisno"), ("Wulandari", "wulandari"), ("Suparman", "suparman"),
            ("Slamet", "slamet"), ("Ningsih", "ningsih"), ("Bambang", "bambang"),
            ("Suryani", "suryani"), ("Paijo", "paijo"), ("Hartini", "hartini"),
            ("Wahyudi", "wahyudi"), ("Murniati", "murniati"), ("Sugeng", "sugeng"),
            ("Lestari", "lestari"), ("Poniman", "poniman"), ("Sulastri", "sulastri"),
            ("Widodo", "widodo"), ("Endang", "endang"), ("Purwanto", "purwanto"),
            ("Tukiyem", "tukiyem"), ("Harjono", "harjono"), ("Rahayu", "rahayu"),
            ("Sumarno", "sumarno"), ("Yuliana", "yuliana"), ("Ngatiman", "ngatiman"),
        ],
        countries: &["Indonesia", "Indonesia", "Suriname"],
        ..PLAIN
    },
    // Chinese, in simplified characters
    Culture {
        given: &[
            ("梓涵", "zihan"), ("建国", "jianguo"), ("雨桐", "yutong"), ("浩然", "haoran"),
            ("晓明", "xiaoming"), ("思远", "siyuan"), ("静", "jing"), ("伟", "wei"), ("若曦", "ruoxi"),
            ("子墨", "zimo"), ("春燕", "chunyan"), ("鹏飞", "pengfei"), ("丽华", "lihua"),
        ],
        family: &[
            ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("欧阳", "ouyang"),
            ("司马", "sima"), ("赵", "zhao"), ("林", "lin"), ("黄", "huang"), ("吴", "wu"),
            ("诸葛", "zhuge"), ("郑", "zheng"),
        ],
        order: Order::FamilyFirstJoined,
        countries: &["China", "China", "Singapore", "Malaysia"],
        ..PLAIN
    },
    // Chinese, in traditional characters
    Culture {
        given: &[
            ("淑芬", "shu-fen"), ("志明", "chih-ming"), ("雅婷", "ya-ting"), ("冠宇", "kuan-yu"),
            ("怡君", "yi-chun"), ("俊傑", "chun-chieh"), ("家豪", "chia-hao"), ("詩涵", "shih-han"),
            ("麗雲", "li-yun"), ("國華", "kuo-hua"),
        ],
        family: &[
            ("陳", "chen"), ("張", "chang"), ("劉", "liu"), ("黃", "huang"), ("吳", "wu"), ("葉", "yeh"),
            ("蘇", "su"), ("鄭", "cheng"), ("謝", "hsieh"), ("歐陽", "ou-yang"),
        ],
        order: Order::FamilyFirstJoined,
        countries: &["Taiwan"],
        ..PLAIN
    },
    // Japanese, in kanji and both kana
    Culture {
        given: &[
            ("さくら", "sakura"), ("健太", "kenta"), ("あかり", "akari"), ("大輔", "daisuke"),
            ("美咲", "misaki"), ("悠真", "yuma"), ("ひなた", "hinata"), ("翔", "sho"), ("千代子", "chiyoko"),
            ("蓮", "ren"), ("エミリ", "emiri"), ("薫", "kaoru"), ("みどり", "midori"),
        ],
        family: &[
            ("佐藤", "sato"), ("高橋", "takahashi"), ("渡辺", "watanabe"), ("小野寺", "onodera"),
            ("五十嵐", "igarashi"), ("山口", "yamaguchi"), ("長谷川", "hasegawa"), ("一ノ瀬", "ichinose"),
            ("桜井", "sakurai"), ("東雲", "shinonome"), ("勅使河原", "teshigawara"),
        ],
        order: Order::FamilyFirstJoined,
        countries: &["Japan"],
        ..PLAIN
    },
    // Korean
    Culture {
        given: &[
            ("서연", "seoyeon"), ("민준", "minjun"), ("지우", "jiu"), ("하은", "haeun"), ("도윤", "doyun"),
            ("예린", "yerin"), ("준호", "junho"), ("수빈", "subin"), ("은지", "eunji"), ("태양", "taeyang"),
            ("가람", "garam"), ("슬기", "seulgi"),
        ],
        family: &[
            ("김", "kim"), ("이", "lee"), ("박", "park"), ("최", "choi"), ("정", "jung"), ("강", "kang"),
            ("윤", "yoon"), ("남궁", "namgung"), ("선우", "sunwoo"), ("황보", "hwangbo"), ("한", "han"),
        ],
        order: Order::FamilyFirstJoined,
        countries: &["South Korea"],
        ..PLAIN
    },
    // Mongolian, with the father's name in the genitive before one's own
    Culture {
        given: &[
            ("Батбаяр", "batbayar"), ("Оюунчимэг", "oyunchimeg"), ("Ганбаатар", "ganbaatar"),
            ("Энхтуяа", "enkhtuya"), ("Төмөр", "tumur"), ("Сарангэрэл", "sarangerel"),
            ("Мөнхбат", "munkhbat"), ("Цэцэгмаа", "tsetsegmaa"), ("Бат-Эрдэнэ", "bat-erdene"),
            ("Нарантуяа", "narantuya"),
        ],
        family: &[
            ("Доржийн", "dorj"), ("Ганболдын", "ganbold"), ("Пүрэвийн", "purev"),
            ("Сүхбаатарын", "sukhbaatar"), ("Цэрэндоржийн", "tserendorj"),
            ("Баянмөнхийн", "bayanmunkh"), ("Лхагвын", "lkhagva"), ("Чулууны", "chuluun"),
        ],
        order: Order::FamilyFirst,
        countries: &["Mongolia"],
        ..PLAIN
    },
];
