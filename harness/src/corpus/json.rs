//! A log of readings as JSON: one long record like the other, each with a digest that compresses little.
//!
//! Records of one station are so short that even a window of 512 octets holds the one before.

use super::draw::Draw;
use super::fill;

const LEN: usize = 194_056;

const PLACES: [&str; 12] = [
    "north weir",
    "mill race",
    "upper lock",
    "ferry steps",
    "old quay",
    "salt bridge",
    "lower lock",
    "rowing club",
    "timber yard",
    "gas works",
    "harbour mouth",
    "lighthouse",
];

const REMARKS: [&str; 6] = [
    "gauge read twice, both readings agree, no gate was moved",
    "level steady since the last round, gates left as they were",
    "float cleaned before reading, drift below one millimetre",
    "wind from the west, waves averaged over ninety seconds",
    "battery at four fifths, next visit with the spring round",
    "backup sensor in use, main sensor waits for its repair",
];

pub(super) fn generate() -> Vec<u8> {
    let mut draw = Draw::new("json");
    let mut out = String::with_capacity(LEN);
    out.push_str("{\"log\":\"water levels\",\"unit\":\"mm\",\"readings\":[\n");
    let (mut place, mut remark, mut records) = ("", "", 0);
    while out.len() < LEN - 512 {
        if records == 0 {
            place = draw.pick(&PLACES);
            remark = draw.pick(&REMARKS);
            records = 40 + draw.below(56);
        }
        records -= 1;
        let digest = draw.base64(8);
        out.push_str(&format!(
            "{{\"digest\":\"{digest}\",\"station\":\"{place}\",\"sensor\":{{\"kind\":\"float\",\"range\":[0,9500],\
             \"calibrated\":true}},\"state\":\"within limits\",\"alarm\":null,\"remark\":\"{remark}\"}},\n"
        ));
    }
    fill(out.into_bytes(), LEN, "{}]}\n")
}
