//! What planted defects make of the heads of an opening handshake: of the request that a client sends, and of the response that
//! it reads. Without a defect nothing becomes of them.

use wsspec_codec::handshake::{Flaw, Head, HeadLimits, ResponseFault};
use wsspec_codec::plant::{Plant, planted};

/// Defects that write something else into a request: instead of what, and what.
const WRITTEN: &[(Plant, &str, &str)] = &[
    (Plant::MethodInSmallLetters, "GET ", "get "),
    (Plant::AsksInHttp10, " HTTP/1.1\r\n", " HTTP/1.0\r\n"),
    (Plant::UpgradeNotSent, "Upgrade: websocket\r\n", ""),
    (
        Plant::ConnectionWithoutUpgrade,
        "Connection: Upgrade\r\n",
        "Connection: keep-alive\r\n",
    ),
    (
        Plant::EmptyElementSent,
        "Connection: Upgrade\r\n",
        "Connection: , Upgrade\r\n",
    ),
    (Plant::VersionNotSent, "Sec-WebSocket-Version: 13\r\n", ""),
    (
        Plant::VersionOf8,
        "Sec-WebSocket-Version: 13\r\n",
        "Sec-WebSocket-Version: 8\r\n",
    ),
    (
        Plant::VersionSentTwice,
        "Sec-WebSocket-Version: 13\r\n",
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n",
    ),
    (
        Plant::SubprotocolOfferedTwice,
        "Sec-WebSocket-Protocol: ",
        "Sec-WebSocket-Protocol: twice, twice, ",
    ),
    (
        Plant::SubprotocolIsNoToken,
        "Sec-WebSocket-Protocol: ",
        "Sec-WebSocket-Protocol: two words, ",
    ),
    (
        Plant::OfferMalformed,
        "Sec-WebSocket-Extensions: ",
        "Sec-WebSocket-Extensions: x-malformed;, ",
    ),
    (
        Plant::FieldRepeated,
        BEFORE_UPGRADE,
        "\r\nUser-Agent: a\r\nUser-Agent: b\r\nUpgrade: ",
    ),
    (Plant::FieldFolded, BEFORE_UPGRADE, "\r\nX-Folded: a\r\n b\r\nUpgrade: "),
    (
        Plant::CarriageReturnSent,
        BEFORE_UPGRADE,
        "\r\nX-Returned: a\rb\r\nUpgrade: ",
    ),
    (
        Plant::BrowserWithoutOrigin,
        BEFORE_UPGRADE,
        "\r\nUser-Agent: Mozilla/5.0 (X11)\r\nUpgrade: ",
    ),
    (Plant::SpaceBeforeColonSent, BEFORE_UPGRADE, "\r\nUpgrade : "),
    (
        Plant::FirstFieldIndented,
        " HTTP/1.1\r\n",
        " HTTP/1.1\r\n X-Indented: a\r\n",
    ),
    (Plant::EmptyLineBeforeRequest, "GET ", "\r\nGET "),
];

const BEFORE_UPGRADE: &str = "\r\nUpgrade: ";

/// A masked ping without payload.
const PING: &[u8] = b"\x89\x80\x01\x02\x03\x04";

/// A request, as a client sends it.
pub(crate) fn request(octets: Vec<u8>) -> Vec<u8> {
    let Ok(mut text) = String::from_utf8(octets.clone()) else {
        return octets;
    };
    for (plant, instead_of, written) in WRITTEN {
        if planted(*plant) {
            text = text.replacen(instead_of, written, 1);
        }
    }
    let line = |name: &str| {
        let found = text.split_inclusive("\r\n").find(|line| line.starts_with(name));
        found.unwrap_or_default().to_owned()
    };
    let (host, key) = (line("Host: "), line("Sec-WebSocket-Key: "));
    if planted(Plant::NothingAsked) {
        text.clear();
    } else if planted(Plant::HostNotSent) {
        text = text.replacen(&host, "", 1);
    } else if planted(Plant::HostBehindOthers) {
        text = text.replacen(&host, "", 1).replacen(&key, &format!("{key}{host}"), 1);
    } else if planted(Plant::HostWithoutPort) {
        let name = host.trim_end().rsplit_once(':').map_or("", |(name, _)| name);
        if name != "Host" {
            text = text.replacen(&host, &format!("{name}\r\n"), 1);
        }
    } else if planted(Plant::KeyNotSent) {
        text = text.replacen(&key, "", 1);
    } else if planted(Plant::KeySentTwice) {
        text = text.replacen(&key, &format!("{key}{key}"), 1);
    }
    let mut octets = text.into_bytes();
    if planted(Plant::FrameBeforeResponse) {
        octets.extend_from_slice(PING);
    }
    octets
}

/// A response, as a client reads it.
///
/// # Errors
/// It refuses what it should take.
pub(crate) fn response(head: &Head) -> Result<Head, ResponseFault> {
    let mut octets = head.octets().to_vec();
    rewrite(&mut octets);
    let limits = HeadLimits {
        octets: usize::MAX,
        fields: usize::MAX,
    };
    let read = match Head::decode(&octets, limits) {
        Ok(Some((read, _))) => read,
        _ => head.clone(),
    };
    let read = match planted(Plant::FoldRefused) {
        true => read,
        false => read.unfolded(),
    };
    match refuses(&read) {
        true => Err(ResponseFault::Malformed(Flaw::Control)),
        false => Ok(read),
    }
}

/// Defects that take some octets for others.
fn rewrite(octets: &mut Vec<u8>) {
    let line_ends: &[&[u8]] = if planted(Plant::UnicodeEndsLine) {
        &[b"\xe2\x80\xa8", b"\xc2\x85", b"\x0c"]
    } else if planted(Plant::OverlongEndsLine) {
        &[b"\xc0\x8d\xc0\x8a", b"\xe5\x98\x8d\xe5\x98\x8a"]
    } else {
        &[]
    };
    for line_end in line_ends {
        *octets = replace(octets, line_end, b"\r\n");
    }
    if planted(Plant::NulLeftOut) {
        octets.retain(|octet| *octet != 0);
    }
    if planted(Plant::CarriageReturnEndsLine) {
        *octets = replace(&replace(octets, b"\r\n", b"\n"), b"\r", b"\n");
        *octets = replace(octets, b"\n", b"\r\n");
    }
    let mut connections = 0;
    let each_line = |(index, line): (usize, &[u8])| {
        let name_ends = line.iter().position(|octet| *octet == b':').unwrap_or(0);
        let (name, value) = line.split_at(name_ends);
        connections += usize::from(name.eq_ignore_ascii_case(b"Connection"));
        let named = !name.is_empty() || line == b"\r\n" || index == 0 || line.starts_with(b" ");
        if planted(Plant::ColonNotNeeded) && !named
            || planted(Plant::FirstLineOfListOnly) && connections > 1 && name.eq_ignore_ascii_case(b"Connection")
        {
            Vec::new()
        } else if planted(Plant::IndentedLineTaken) && index == 1 {
            line.trim_ascii_start().to_vec()
        } else if planted(Plant::NamesWithUnderscoresTaken) {
            [&replace(name, b"_", b"-"), value].concat()
        } else if planted(Plant::SpaceBeforeColonTaken) && index > 0 {
            [name.trim_ascii_end(), value].concat()
        } else if planted(Plant::TabNotSpace) {
            replace(line, b"\t", b"_")
        } else if planted(Plant::ValueEndsAtNul)
            && let Some(end) = line.iter().position(|octet| *octet == 0)
        {
            [&line[..end], b"\r\n"].concat()
        } else {
            line.to_vec()
        }
    };
    let lines: Vec<Vec<u8>> = octets
        .split_inclusive(|octet| *octet == b'\n')
        .enumerate()
        .map(each_line)
        .collect();
    *octets = lines.concat();
}

fn replace(octets: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((first, behind)) = rest.split_first() {
        if let Some(behind) = rest.strip_prefix(what) {
            replaced.extend_from_slice(with);
            rest = behind;
        } else {
            replaced.push(*first);
            rest = behind;
        }
    }
    replaced
}

/// Defects that refuse a response for nothing.
fn refuses(head: &Head) -> bool {
    let beyond_ascii = || head.fields().any(|(_, value)| !value.is_ascii());
    let phrase = || head.start_line().splitn(3, |octet| *octet == b' ').nth(2);
    let long = || head.fields().any(|(_, value)| value.len() > 32);
    let empty = |value: &[u8]| {
        value
            .split(|octet| *octet == b',')
            .any(|element| element.trim_ascii().is_empty())
    };
    let empty_in = |name: &str| head.values(name).any(empty);
    planted(Plant::ObsTextRefused) && beyond_ascii()
        || planted(Plant::ReasonPhraseCompared) && phrase() != Some(b"Switching Protocols")
        || planted(Plant::LongFieldRefused) && long()
        || planted(Plant::EmptyElementRefused) && (empty_in("Connection") || empty_in("Sec-WebSocket-Extensions"))
}
