//! Frames read as RFC 6455 section 5.2 draws them: the whole stream at hand, octet by octet, slowly. It shares nothing
//! with the codec, so that the two cannot be wrong in the same way.

/// A frame in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The FIN bit.
    pub fin: bool,
    /// RSV1, RSV2 and RSV3 as three bits.
    pub rsv: u8,
    /// Four bits.
    pub opcode: u8,
    /// The masking key, if the MASK bit is set.
    pub key: Option<[u8; 4]>,
    /// How many bits the payload length is written in: 7, 16 or 64.
    pub length_bits: u8,
    /// The payload length as announced, in octets.
    pub length: u64,
    /// How many octets the header takes.
    pub header_len: usize,
}

/// How many octets the header takes that begins these octets, or `None` while some of it is missing.
pub fn header_len(octets: &[u8]) -> Option<usize> {
    if octets.len() < 2 {
        return None;
    }
    let masked = octets[1] >= 128;
    let needed = match (octets[1] % 128, masked) {
        (127, true) => 14,
        (127, false) => 10,
        (126, true) => 8,
        (126, false) => 4,
        (_, true) => 6,
        (_, false) => 2,
    };
    (octets.len() >= needed).then_some(needed)
}

/// The header that begins these octets, if it is whole.
pub fn header(octets: &[u8]) -> Option<Drawn> {
    let header_len = header_len(octets)?;
    let bit = |octet: usize, bit: u32| octets[octet] / 2u8.pow(7 - bit) % 2;
    let masked = bit(1, 0) == 1;
    let before_key = if masked { header_len - 4 } else { header_len };
    let (length_bits, length) = match before_key {
        2 => (7, u64::from(octets[1] % 128)),
        4 => (16, number(&octets[2..4])),
        _ => (64, number(&octets[2..10])),
    };
    Some(Drawn {
        fin: bit(0, 0) == 1,
        rsv: bit(0, 1) * 4 + bit(0, 2) * 2 + bit(0, 3),
        opcode: octets[0] % 16,
        key: masked.then(|| std::array::from_fn(|i| octets[before_key + i])),
        length_bits,
        length,
        header_len,
    })
}

/// Where headers begin: the first, and one after each whole frame. What the last is the start of may be missing.
pub fn starts(octets: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    while let Some(header) = header(&octets[at..]) {
        if ((octets.len() - at - header.header_len) as u64) < header.length {
            break;
        }
        at += header.header_len + header.length as usize;
        starts.push(at);
    }
    starts
}

/// The whole frame that begins these octets: its header, its payload unmasked, and how many octets it takes.
pub fn frame(octets: &[u8]) -> Option<(Drawn, Vec<u8>, usize)> {
    let header = header(octets)?;
    let payload: Vec<u8> = payload(&header, octets).collect();
    let end = header.header_len + payload.len();
    (payload.len() as u64 == header.length).then_some((header, payload, end))
}

/// The payload of the frame that begins these octets with this header, unmasked, as far as it is there.
pub fn payload(header: &Drawn, octets: &[u8]) -> impl Iterator<Item = u8> {
    let come = (octets.len() - header.header_len) as u64;
    let end = header.header_len + header.length.min(come) as usize;
    let key = header.key.unwrap_or_default();
    let masked = octets[header.header_len..end].iter().enumerate();
    masked.map(move |(i, octet)| octet ^ key[i % 4])
}

/// The octets of a frame with this header and this payload, whatever they say; `header_len` says nothing.
pub fn draw(header: &Drawn, payload: &[u8]) -> Vec<u8> {
    let bit = |bit: bool, at: u32| u8::from(bit) * 2u8.pow(7 - at);
    let rsv = header.rsv % 8 * 16;
    let mut octets = vec![
        bit(header.fin, 0) + rsv + header.opcode % 16,
        bit(header.key.is_some(), 0),
    ];
    match header.length_bits {
        7 => octets[1] += (header.length % 128) as u8,
        16 => {
            octets[1] += 126;
            octets.extend([header.length / 256, header.length].map(|part| (part % 256) as u8));
        }
        _ => {
            octets[1] += 127;
            octets.extend((0..8).rev().map(|place| (header.length >> (8 * place) & 0xFF) as u8));
        }
    }
    octets.extend(header.key.iter().flatten());
    let key = header.key.unwrap_or_default();
    octets.extend(payload.iter().enumerate().map(|(i, octet)| octet ^ key[i % 4]));
    octets
}

/// A number in network byte order.
fn number(octets: &[u8]) -> u64 {
    octets.iter().fold(0, |number, &octet| number * 256 + u64::from(octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_section_5_7_are_read_as_it_explains_them() {
        let (header, payload, end) = frame(b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58rest").unwrap();
        let drawn = Drawn {
            fin: true,
            rsv: 0,
            opcode: 1,
            key: Some([0x37, 0xFA, 0x21, 0x3D]),
            length_bits: 7,
            length: 5,
            header_len: 6,
        };
        assert_eq!((header, payload, end), (drawn, b"Hello".to_vec(), 11));
        let drawn = super::header(b"\x81\x85\x37\xfa\x21\x3d").unwrap();
        assert_eq!(draw(&drawn, b"Hello"), b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
        assert_eq!(header_of(b"\x82\x7e\x01\x00"), (16, 256, 4));
        assert_eq!(header_of(b"\x82\x7f\0\0\0\0\0\x01\0\0"), (64, 65536, 10));
        assert_eq!(frame(b"\x81\x05Hell"), None);
    }

    fn header_of(octets: &[u8]) -> (u8, u64, usize) {
        let header = header(octets).unwrap();
        (header.length_bits, header.length, header.header_len)
    }
}
