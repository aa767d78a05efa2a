//! A report as a page of HTML: tables of rows that differ in one cell.

use super::draw::Draw;
use super::fill;

const LEN: usize = 263_647;

/// Headings, which hold all the characters that are not ASCII: 53 octets of them.
const HEADINGS: [&str; 15] = [
    "Nördliches Wehr – 2031",
    "Mühlgraben – 2031",
    "Obere Schleuse – 2031",
    "Fährtreppe – 2031",
    "Alter Kai – 2031",
    "Salzbrücke – 2031",
    "Untere Schleuse – 2031",
    "Ruderhaus – 2031",
    "Holzplatz – 2031",
    "Gaswerk – 2031",
    "Hafenmund – 2031",
    "Leuchtturm – 2031",
    "Sandbank – 2031",
    "Weiden – 2031",
    "Werft – 2031",
];

pub(super) fn generate() -> Vec<u8> {
    let mut draw = Draw::new("html");
    let mut out = String::with_capacity(LEN);
    out.push_str(
        "<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n<title>Water levels</title>\n<style>\n\
         body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 60em; }\n\
         table { border-collapse: collapse; width: 100%; }\ntd { border-top: 1px solid #ccc; padding: .2em .6em; }\n\
         td.limit { color: #666; text-align: right; }\n</style>\n</head>\n<body>\n<h1>Water levels</h1>\n",
    );
    for (index, heading) in HEADINGS.iter().enumerate() {
        let end = LEN * (index + 1) / HEADINGS.len() - 300;
        out.push_str(&format!("<h2>{heading}</h2>\n<table>\n"));
        while out.len() < end {
            let digest = draw.base64(13);
            out.push_str(&format!(
                "<tr class=\"reading\"><td class=\"digest\"><code>{digest}</code></td><td class=\"state\">within limits</td>\
                 <td class=\"limit\">0 mm</td><td class=\"limit\">9500 mm</td><td class=\"gate\">closed</td>\
                 <td class=\"remark\">no remark</td></tr>\n"
            ));
        }
        out.push_str("</table>\n");
    }
    fill(out.into_bytes(), LEN, "</body>\n</html>\n")
}
