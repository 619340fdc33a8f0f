//! Documents to print, as no journey makes them: long ones, and those of people whose names are written otherwise than ours.

use muster::domain::country::Country;
use muster::domain::document::{Block, Document, Fact, Figure, Restated, Row, Sum};
use muster::domain::money::Money;

/// Names in every script that there is a font for, with letters that join, marks above and below, and both directions.
pub const NAMES: [(&str, &str); 21] = [
    ("Vietnamese", "Nguyễn Thị Ánh Tuyết"),
    ("Polish", "Łukasz Żółć-Gęślicki"),
    ("Maori", "Ngāpō Whānau"),
    ("Turkish", "Çağrı Şükrü İğdır"),
    ("Icelandic", "Þórður Ægisson"),
    ("Greek", "Γιώργος Παπαδόπουλος"),
    ("Ukrainian", "Їжакевич Ґалаґан"),
    ("Hindi", "क्षेत्रज्ञ ज्ञानेश्वर श्रीवास्तव"),
    ("Marathi", "प्रिया कुलकर्णी"),
    ("Bengali", "শ্রীমতী অনুষ্কা চক্রবর্তী"),
    ("Punjabi", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"),
    ("Gujarati", "જિજ્ઞેશ પટેલ"),
    ("Odia", "ସୁଶ୍ରୀ ମହାନ୍ତି"),
    ("Tamil", "ஸ்ரீநிவாசன் கிருஷ்ணமூர்த்தி"),
    ("Telugu", "వెంకటేశ్వర్లు"),
    ("Kannada", "ಲಕ್ಷ್ಮೀನಾರಾಯಣ"),
    ("Malayalam", "കൃഷ്ണൻകുട്ടി"),
    ("Arabic", "محمد بن عبد الله"),
    ("Hebrew", "יוסף בן־דוד"),
    ("Georgian", "გიორგი ბერიძე"),
    ("Thai", "สมชาย ใจดี"),
];

fn fact(name: &'static str, value: &str) -> Fact {
    Fact { name, value: value.to_owned() }
}

fn figure(text: &str, per: Option<&'static str>) -> Figure {
    Figure { text: text.to_owned(), per }
}

fn sum(name: &str, base: Option<&str>, amount: &str) -> Sum {
    Sum { name: name.to_owned(), base: base.map(str::to_owned), amount: amount.to_owned(), is_total: name == "Total" }
}

fn money(amount: &str, currency: &str) -> Money {
    Money::parse(amount, currency.parse().expect("a currency")).expect("an amount")
}

/// A row of an hour's work.
#[must_use]
pub fn row(place: u32, parts: &[&str]) -> Row {
    Row {
        place,
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        period: "1–31 January 2027".to_owned(),
        remark: None,
        figures: vec![figure("158:30\u{a0}h", None), figure("95.00", Some("per hour")), figure("10%", None), figure("15,057.50", None)],
    }
}

/// A short tax invoice from Sydney to Sydney.
#[must_use]
pub fn short() -> Document {
    Document {
        id: "inv_01jhz3k8q4t7m2v9x5c6b0n1ga".to_owned(),
        title: "Tax invoice".to_owned(),
        number: "MU-2026-00042".to_owned(),
        brand: "Muster Australia".to_owned(),
        issuer: "Muster Australia Pty Ltd".to_owned(),
        issuer_country: Country::AU,
        issued_at: "2027-01-31T13:05:00Z".parse().expect("an instant"),
        headline: "Total",
        total: money("33126.50", "AUD"),
        facts: vec![fact("Issued", "1 February 2027"), fact("Due", "15 February 2027"), fact("Billing period", "1–31 January 2027")],
        from: Block {
            heading: "From",
            name: "Muster Australia Pty Ltd".to_owned(),
            address: ["1 Pitt Street", "Sydney NSW 2000", "Australia"].map(str::to_owned).to_vec(),
            facts: vec![fact("ABN", "51 824 753 556"), fact("Email", "accounts@muster.example.com")],
        },
        to: Block {
            heading: "To",
            name: "Harbour Payments Pty Ltd".to_owned(),
            address: ["2 Kent Street", "Level 12", "Sydney NSW 2000", "Australia"].map(str::to_owned).to_vec(),
            facts: vec![
                fact("ABN", "33 102 417 032"),
                fact("Email", "accounts.payable@harbour.example.com"),
                fact("Phone", "+61 2 9000 0000"),
                fact("Purchase order", "PO-2027-118"),
            ],
        },
        supply: Vec::new(),
        currency: "AUD".parse().expect("a currency"),
        place: "Line",
        columns: &["Quantity", "Unit price", "Tax", "Net"],
        rows: vec![row(1, &["Priya Nair", "Back-end developer"]), row(2, &["Nguyễn Thị Ánh", "Lead back-end developer, payments"])],
        sums: vec![sum("Net", None, "30,115.00"), sum("GST 10%", Some("on 30,115.00"), "3,011.50"), sum("Total", None, "33,126.50")],
        restated: None,
        pay_to: ["BSB 000-000", "Account 12345678"].map(str::to_owned).to_vec(),
        notes: vec![
            "GST is computed on the sum of the lines and rounded half up to the cent (GST Act 1999 s 9-90).".to_owned(),
            "Days and weeks are those of Australia/Sydney.".to_owned(),
        ],
    }
}

/// The same over so many lines.
#[must_use]
pub fn long(lines: u32) -> Document {
    let description =
        |line: u32| format!("Migration of the settlement engine, work package {line}, with everything that the review of it asked for");
    let rows = (1..=lines).map(|line| row(line, &[&format!("Worker-{line:04}"), &description(line)]));
    let notes = (1..=40)
        .map(|note| format!("Note {note}: what is said here is said at some length, so that it takes more than one line of the page."));
    Document { rows: rows.collect(), notes: notes.collect(), ..short() }
}

/// A domestic invoice of India, in rupees, with all that rule 46 wants printed.
#[must_use]
pub fn indian() -> Document {
    let mut rows = vec![row(1, &["क्षेत्रज्ञ ज्ञानेश्वर श्रीवास्तव", "बैक-एंड डेवलपर"]), row(2, &["ஸ்ரீநிவாசன் கிருஷ்ணமூர்த்தி", "Back-end developer"])];
    for row in &mut rows {
        row.figures = vec![
            figure("12 of 20 working days", None),
            figure("12,34,567.00", Some("per month")),
            figure("18%", None),
            figure("7,40,740.20", None),
        ];
    }
    rows[1].remark = Some("Late – approved after this period was billed");
    let seller = Block {
        heading: "From",
        name: "मस्टर इंडिया प्राइवेट लिमिटेड (Muster India Private Limited)".to_owned(),
        address: ["१ महात्मा गांधी मार्ग, क्षेत्रीय कार्यालय", "Bengaluru Karnataka 560001", "India"].map(str::to_owned).to_vec(),
        facts: vec![fact("GSTIN", "29AAGCB7383J1Z4"), fact("Email", "accounts@muster.example.com")],
    };
    Document {
        number: "IN/26-27/000123".to_owned(),
        brand: "Muster India".to_owned(),
        issuer: seller.name.clone(),
        issuer_country: Country::IN,
        total: money("1747547.00", "INR"),
        from: seller,
        supply: vec![
            fact("Place of supply", "Karnataka (29)"),
            fact("Reverse charge", "No"),
            fact("SAC", "998314"),
            fact("LUT ARN", "AD290326000123X"),
        ],
        currency: "INR".parse().expect("a currency"),
        rows,
        sums: vec![
            sum("Net", None, "14,81,480.40"),
            sum("CGST 9%", Some("on 14,81,480.40"), "1,33,333.24"),
            sum("SGST 9%", Some("on 14,81,480.40"), "1,33,333.24"),
            sum("Tax", None, "2,66,666.48"),
            sum("Rounding", None, "\u{2212}599.88"),
            sum("Total", None, "17,47,547.00"),
        ],
        pay_to: ["HDFC Bank, IFSC HDFC0000001", "Account ₹ 50100000000000"].map(str::to_owned).to_vec(),
        ..short()
    }
}

/// A credit note of a seller in the United States for an export, stated in another currency as well.
#[must_use]
pub fn american() -> Document {
    let mut rows = vec![row(3, &["Priya Nair", "Back-end developer"])];
    rows[0].figures = vec![figure("None", None), figure("480.00", None)];
    Document {
        id: "crn_01jhz3k8q4t7m2v9x5c6b0n1ga".to_owned(),
        title: "Credit note".to_owned(),
        number: "USC-2027-00007".to_owned(),
        brand: "Muster".to_owned(),
        issuer: "Muster Inc.".to_owned(),
        issuer_country: Country::US,
        headline: "Credited",
        total: money("480.00", "USD"),
        facts: vec![
            fact("Issued", "1 February 2027"),
            fact("Credits", "US-2027-00042"),
            fact("Issued then", "1 January 2027"),
            fact(
                "Reason",
                "The week of 11 January was billed twice, once by mistake; what was agreed on the phone on 29 January stands, and the second line is taken back in full.",
            ),
        ],
        currency: "USD".parse().expect("a currency"),
        place: "Line of the invoice",
        columns: &["Tax", "Net"],
        rows,
        sums: vec![sum("Net", None, "480.00"), sum("Tax not charged", Some("on 480.00"), "0.00"), sum("Total", None, "480.00")],
        restated: Some(Restated {
            heading: "In AUD".to_owned(),
            amounts: vec![fact("Total", "720.00"), fact("Tax", "0.00")],
            rate: "1 USD = 1.5 AUD, rate of 29 January 2027".to_owned(),
        }),
        pay_to: Vec::new(),
        ..short()
    }
}

/// People of everywhere, and texts that nobody should send: without blanks, of signs that have no font, of marks that steer.
#[must_use]
pub fn worldwide() -> Document {
    let mut rows: Vec<Row> = (1..).zip(NAMES).map(|(place, (language, name))| row(place, &[name, language])).collect();
    let odd = [
        "王小明 · 田中さくら · 김민수",
        "👩🏽‍💻 and → ∮ signs",
        "\u{202e}reversed\u{202c} and \u{200b}\u{feff}nothing\u{7} at all",
        "e\u{301}\u{302}\u{303} \u{301}alone क\u{94d} ि",
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenvorsteherstellvertreterbüro",
        "محمد (CTO) 2027 – 10% и Юрий",
    ];
    rows.extend((22..).zip(odd).map(|(place, text)| row(place, &[text, "as it came"])));
    Document { rows, brand: "شركة مستر للتقنية".to_owned(), ..short() }
}
