//! Octets as Autobahn's reports show them.

use crate::autobahn::wirelog::Cut;
use crate::bytes::hex;

/// So many octets are shown whole.
const WHOLE: u64 = 60;

/// Of more, so many are shown.
const SHOWN: usize = 64;

/// As text if it is UTF-8, else in hex after `0x`. What is longer than 60 octets is cut to 64, which an ellipsis tells; so
/// a text that is cut inside a character is in hex, too.
pub(super) fn text(octets: &Cut) -> String {
    let (shown, more) = beginning(octets);
    match str::from_utf8(shown) {
        Ok(text) => format!("{text}{more}"),
        Err(_) => format!("0x{}{more}", hex(shown)),
    }
}

/// In hex, cut likewise.
pub(super) fn hexed(octets: &Cut) -> String {
    let (shown, more) = beginning(octets);
    format!("{}{more}", hex(shown))
}

/// For a page: text is in quotation marks, and what nobody can see in it is escaped.
pub(super) fn quoted(octets: &Cut) -> String {
    let (shown, more) = beginning(octets);
    match str::from_utf8(shown) {
        Ok(text) => format!("{text:?}{more}"),
        Err(_) => format!("0x{}{more}", hex(shown)),
    }
}

/// At most so many characters of a text for a page.
pub(super) fn limited(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{} ...", &text[..at]),
        None => text.to_owned(),
    }
}

fn beginning(octets: &Cut) -> (&[u8], &'static str) {
    let shown = &octets.octets[..octets.octets.len().min(SHOWN)];
    (shown, if octets.len > WHOLE { " ..." } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_octets_are_shown_whole_and_of_more_the_first_64() {
        let shown = |len: usize| text(&Cut::new(&vec![b'a'; len]));
        assert_eq!(shown(0), "");
        assert_eq!(shown(60), "a".repeat(60));
        assert_eq!(shown(61), format!("{} ...", "a".repeat(61)));
        assert_eq!(shown(5000), format!("{} ...", "a".repeat(64)));
        assert_eq!(hexed(&Cut::new(&[0xab; 70])), format!("{} ...", "ab".repeat(64)));
    }

    #[test]
    fn what_is_not_utf8_or_is_cut_inside_a_character_is_in_hex() {
        assert_eq!(text(&Cut::new(b"\xff\x00")), "0xff00");
        assert_eq!(text(&Cut::new("κ".as_bytes())), "κ");
        let straddling = format!("a{}", "κ".repeat(40));
        let expected = format!("0x{} ...", hex(&straddling.as_bytes()[..64]));
        assert_eq!(text(&Cut::new(straddling.as_bytes())), expected);
    }

    #[test]
    fn a_page_shows_what_cannot_be_seen() {
        assert_eq!(quoted(&Cut::new(b"a\x00\"\n")), r#""a\0\"\n""#);
        assert_eq!(quoted(&Cut::new("\u{202e}".as_bytes())), r#""\u{202e}""#);
        assert_eq!(quoted(&Cut::new(b"\xff")), "0xff");
        assert_eq!(limited("κόσμε", 5), "κόσμε");
        assert_eq!(limited("κόσμε", 3), "κόσ ...");
    }
}
