//! Small domains, looked at as a whole and not by chance: masking, UTF-8, status codes.

use wsspec::model::Terms;
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::mask;
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::{Limits, Role, Violation, ViolationKind};
use wsspec_codec::utf8::{Utf8Validator, first_error};
use wsspec_fuzz::endpoint;
use wsspec_fuzz::hold::hold;

const KEY: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

#[test]
fn masking_at_every_alignment_length_and_phase() {
    let source: Vec<u8> = (0..512u32).map(|i| ((i * 151) >> 3) as u8).collect();
    let mut buffer = source.clone();
    let aligned = buffer.as_ptr().align_offset(64);
    for alignment in 0..64 {
        for length in 0..=256 {
            let place = aligned + alignment..aligned + alignment + length;
            for phase in 0..4 {
                let (plain, at) = (&source[place.clone()], (alignment + phase) % (length + 1));
                masking_is_what_the_rfc_says(plain, phase, &mut buffer[place.clone()]);
                masking_twice_gives_the_octets_back(plain, phase, &mut buffer[place.clone()]);
                masking_goes_on_from_piece_to_piece(plain, phase, at, &mut buffer[place.clone()]);
                buffer[place.clone()].copy_from_slice(plain);
            }
        }
    }
}

/// Octet i of a payload is combined with octet i modulo 4 of the key (5.3).
fn naive(plain: &[u8], phase: usize) -> Vec<u8> {
    let index = |(i, octet): (usize, &u8)| octet ^ KEY[(phase + i) % 4];
    plain.iter().enumerate().map(index).collect()
}

/// Masking what stands in `place`, which is `plain`, gives what the loop of the RFC gives.
fn masking_is_what_the_rfc_says(plain: &[u8], phase: usize, place: &mut [u8]) {
    mask::apply(KEY, phase, place);
    hold(place == naive(plain, phase), plain, rfc6455::XOR_INDEX, || {
        format!("masked from octet {phase} of the key on: {place:02x?}")
    });
}

/// Masking again what was masked, in `place`, gives `plain`.
fn masking_twice_gives_the_octets_back(plain: &[u8], phase: usize, place: &mut [u8]) {
    mask::apply(KEY, phase, place);
    hold(place == plain, plain, rfc6455::XOR_INDEX, || {
        format!("masked twice from octet {phase} of the key on: {place:02x?}")
    });
}

/// Two pieces, the second with the key as it stands then, give what the whole gives.
fn masking_goes_on_from_piece_to_piece(plain: &[u8], phase: usize, at: usize, place: &mut [u8]) {
    let (first, second) = place.split_at_mut(at);
    mask::apply(KEY, phase, first);
    mask::apply(mask::rotate(KEY, phase + at), 0, second);
    hold(place == naive(plain, phase), plain, rfc6455::XOR_INDEX, || {
        format!("masked in two pieces, the first of {at} octets, from octet {phase} of the key on: {place:02x?}")
    });
}

/// One octet of every class that the grammar of RFC 3629 section 4 tells apart, and the neighbours of each border.
const CLASSES: [u8; 28] = [
    0x00, 0x24, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
    0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFD, 0xFF,
];

#[test]
fn utf8_of_every_four_boundary_octets_in_up_to_three_pieces() {
    for_each_text(&mut Vec::new(), None);
}

/// Every text that begins so, up to four octets. The octet that spoilt it is known, if there is one.
fn for_each_text(text: &mut Vec<u8>, spoilt: Option<usize>) {
    text_fails_at_the_octet_that_spoils_it(text, spoilt);
    if text.len() == 4 {
        return;
    }
    for octet in CLASSES {
        text.push(octet);
        let at = text.len() - 1;
        let spoils = spoilt.is_none() && !can_be_mended(text, 3);
        for_each_text(text, if spoils { Some(at) } else { spoilt });
        text.pop();
    }
}

/// Whether up to `more` further octets make a text of it.
fn can_be_mended(text: &mut Vec<u8>, more: usize) -> bool {
    if std::str::from_utf8(text).is_ok() {
        return true;
    }
    let mends = |octet| {
        text.push(octet);
        let mended = can_be_mended(text, more - 1);
        text.pop();
        mended
    };
    more > 0 && [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF].into_iter().any(mends)
}

/// However it is cut in up to three pieces, a text fails at the first octet after which nothing makes it UTF-8, and is
/// complete exactly if the standard library takes it.
fn text_fails_at_the_octet_that_spoils_it(text: &[u8], spoilt: Option<usize>) {
    let complete = std::str::from_utf8(text).is_ok();
    let len = text.len();
    for first in 1..=len {
        for second in len.min(first + 1)..=len {
            let (failed, ends) = validated(text, [first, second, len]);
            hold(failed == spoilt, text, rfc6455::TEXT_FAILFAST, || {
                format!("cut at {first} and {second} it fails at {failed:?}, and is spoilt at {spoilt:?}")
            });
            hold(ends == complete, text, rfc6455::TEXT_TRUNCATED_END, || {
                format!("cut at {first} and {second} it may end here: {ends}")
            });
        }
    }
    let right = (!complete).then_some(spoilt.unwrap_or(text.len()));
    let said = first_error(text);
    hold(said == right, text, rfc6455::TEXT_INVALID, || {
        format!("its first error is at {right:?}, not at {said:?}")
    });
}

/// Where a text fails that comes in pieces with these ends, and whether it may end where it does.
fn validated(text: &[u8], ends: [usize; 3]) -> (Option<usize>, bool) {
    let mut validator = Utf8Validator::new();
    let mut from = 0;
    for to in ends {
        if let Err(index) = validator.validate(&text[from..to]) {
            return (Some(from + index), false);
        }
        from = to;
    }
    (None, validator.is_complete())
}

/// Who may send a Close frame with a status code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wire {
    Anybody,
    Clients,
    Nobody,
}

/// The registry of close codes of IANA, and RFC 6455 7.4.2 for what is not in it: the first and last code, and who may
/// send them.
const REGISTRY: [(u16, u16, &str, Wire); 20] = [
    (0, 999, "not used", Wire::Nobody),
    (1000, 1000, "Normal Closure", Wire::Anybody),
    (1001, 1001, "Going Away", Wire::Anybody),
    (1002, 1002, "Protocol error", Wire::Anybody),
    (1003, 1003, "Unsupported Data", Wire::Anybody),
    (1004, 1004, "Reserved", Wire::Nobody),
    (1005, 1005, "No Status Rcvd", Wire::Nobody),
    (1006, 1006, "Abnormal Closure", Wire::Nobody),
    (1007, 1007, "Invalid frame payload data", Wire::Anybody),
    (1008, 1008, "Policy Violation", Wire::Anybody),
    (1009, 1009, "Message Too Big", Wire::Anybody),
    (1010, 1010, "Mandatory Ext.", Wire::Clients),
    (1011, 1011, "Internal Error", Wire::Anybody),
    (1012, 1012, "Service Restart", Wire::Anybody),
    (1013, 1013, "Try Again Later", Wire::Anybody),
    (1014, 1014, "Bad gateway", Wire::Anybody),
    (1015, 1015, "TLS handshake", Wire::Nobody),
    (1016, 2999, "unassigned, and not to be used before", Wire::Nobody),
    (3000, 4999, "for libraries, applications and private use", Wire::Anybody),
    (5000, u16::MAX, "outside the registry", Wire::Nobody),
];

#[test]
fn every_status_code_in_both_directions_and_roles() {
    let mut next = 0u32;
    for (first, last, name, wire) in REGISTRY {
        assert_eq!(u32::from(first), next, "the registry has no gaps");
        next = u32::from(last) + 1;
        for value in first..=last {
            for role in [Role::Server, Role::Client] {
                a_code_is_sent_as_registered(value, name, wire, role);
                a_code_is_received_as_registered(value, name, wire, role);
            }
        }
    }
    assert_eq!(next, 1 << 16);
}

/// An endpoint sends a Close frame with this code exactly if its role may, and then with just this code.
fn a_code_is_sent_as_registered(value: u16, name: &str, wire: Wire, role: Role) {
    let code = CloseCode::new(value);
    let mut connection = endpoint::connection(&Terms {
        receiver: role,
        limits: Limits::default(),
        compression: None,
    });
    let sent = connection.sender().close(Some(code), "").is_ok();
    let right = wire == Wire::Anybody || (wire == Wire::Clients && role == Role::Client);
    let octets = value.to_be_bytes();
    hold(
        sent == right && code.may_be_sent(role) == right,
        &octets,
        rfc6455::CODE_1000_2999,
        || format!("a {role} sent {value} ({name}): {sent}"),
    );
    let stands_there = closing(&connection) == sent.then_some(value);
    hold(stands_there, &octets, rfc6455::CODE_FIRST_5_5_1, || {
        format!("a {role} sent {value} as {:02x?}", connection.output())
    });
}

/// An endpoint takes a Close frame with this code exactly if somebody may send it, and answers with the same, or with
/// 1000 where its own role may not; otherwise it fails the connection with 1002, at the octet that decides.
fn a_code_is_received_as_registered(value: u16, name: &str, wire: Wire, role: Role) {
    let octets = value.to_be_bytes();
    let mut frame = match role {
        Role::Server => vec![0x88, 0x82, 0, 0, 0, 0],
        Role::Client => vec![0x88, 0x02],
    };
    let start = frame.len() as u64;
    frame.extend(octets);
    let mut connection = endpoint::connection(&Terms {
        receiver: role,
        limits: Limits::default(),
        compression: None,
    });
    let (mut taken, mut violation) = (None, None);
    connection.receive(&mut frame, |event, _| match event {
        Event::Close { code, .. } => taken = code,
        Event::Failed(found) => violation = Some(found),
        other => panic!("{other:?}"),
    });
    let code = CloseCode::new(value);
    let right = wire != Wire::Nobody;
    let judged = if right {
        taken == Some(code) && violation.is_none()
    } else {
        let named = violation.is_some_and(|violation| violation.kind == ViolationKind::CloseCode(code));
        taken.is_none() && named
    };
    let clause = ViolationKind::CloseCode(code).clause();
    hold(judged && code.may_be_received() == right, &octets, clause, || {
        format!("a {role} received {value} ({name}): {taken:?}, {violation:?}")
    });
    let begins = |&(first, last, _, wire): &(u16, u16, &str, Wire)| {
        wire != Wire::Nobody && (first.to_be_bytes()[0]..=last.to_be_bytes()[0]).contains(&octets[0])
    };
    let decisive = start + u64::from(REGISTRY.iter().any(begins));
    let decides = |violation: Violation| violation.offset == decisive;
    hold(violation.is_none_or(decides), &octets, clause, || {
        format!("a {role} received {value}: {violation:?}")
    });
    let answer = match (wire, role) {
        (Wire::Nobody, _) => 1002,
        (Wire::Clients, Role::Server) => 1000,
        _ => value,
    };
    hold(
        closing(&connection) == Some(answer),
        &octets,
        rfc6455::CODE_1010_SERVER,
        || format!("a {role} answered {value} with {:02x?}", connection.output()),
    );
}

/// The code of the Close frame that is to be written, if there is one.
fn closing(connection: &Connection) -> Option<u16> {
    let (header, payload, _) = wsspec::model::drawing::frame(connection.output())?;
    let code = [*payload.first()?, *payload.get(1)?];
    (header.opcode == 8).then_some(u16::from_be_bytes(code))
}
