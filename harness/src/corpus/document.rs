//! A document in the manner of PDF: pages as streams that are compressed already, and descriptions that are not.

use super::draw::Draw;
use super::fill;

const LEN: usize = 1_042_328;
const PAGES: usize = 16;
/// How many octets each page has that do not compress.
const STREAM: usize = 47_376;
/// More octets than the table of objects has.
const TABLE: usize = 24_000;

/// A document as far as it is written.
struct Document {
    octets: Vec<u8>,
    /// Where each object begins.
    objects: Vec<usize>,
}

pub(super) fn generate() -> Vec<u8> {
    let mut draw = Draw::new("document");
    let mut document = Document {
        octets: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        objects: Vec::new(),
    };
    for page in 1..=PAGES {
        let end = (LEN - TABLE) * page / PAGES - 400;
        let mut stream = format!("<< /Length {STREAM} /Filter /FlateDecode >>\nstream\n").into_bytes();
        (0..STREAM / 16).for_each(|_| stream.extend_from_slice(&draw.octets::<16>()));
        stream.extend_from_slice(b"\nendstream");
        document.object(&stream);
        while document.octets.len() < end {
            let digest = draw.base64(12);
            let font = format!(
                "<< /Digest <{digest}> /Type /FontDescriptor /FontName /Feldgrau-Buch /Flags 32 \
                 /FontBBox [-120 -240 1080 960] /ItalicAngle 0 /Ascent 740 /Descent -260 /CapHeight 680 /StemV 88 \
                 /MissingWidth 500 >>"
            );
            document.object(font.as_bytes());
        }
    }
    document.end()
}

impl Document {
    fn object(&mut self, content: &[u8]) {
        self.objects.push(self.octets.len());
        let number = self.objects.len();
        self.octets.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        self.octets.extend_from_slice(content);
        self.octets.extend_from_slice(b"\nendobj\n");
    }

    /// Appends the table of objects.
    fn end(self) -> Vec<u8> {
        let (mut out, size) = (self.octets, self.objects.len() + 1);
        let start = out.len();
        let table: String = self.objects.iter().map(|at| format!("{at:010} 00000 n \n")).collect();
        let text = format!("xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} >>\n");
        out.extend_from_slice(text.as_bytes());
        fill(out, LEN, &format!("startxref\n{start}\n%%EOF\n"))
    }
}
