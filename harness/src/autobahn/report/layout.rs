//! JSON in the layout of Python 2, which programs that read Autobahn's reports line by line depend on.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// Indented by three, nothing but ASCII, no end of line after the last.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    let layout = Python(PrettyFormatter::with_indent(b"   "));
    value
        .serialize(&mut Serializer::with_formatter(&mut out, layout))
        .expect("memory takes it, and the keys are strings and numbers");
    out
}

/// What serde_json writes, except for strings and floating-point numbers.
struct Python(PrettyFormatter<'static>);

impl Formatter for Python {
    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        // The shortest digits that are read as the same number, as in Python; only the exponent is written otherwise.
        let digits = format!("{value:?}");
        match digits.split_once('e') {
            None => out.write_all(digits.as_bytes()),
            Some((digits, exponent)) => {
                let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |rest| ('-', rest));
                write!(out, "{digits}e{sign}{exponent:0>2}")
            }
        }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices() {
            if matches!(c, ' '..='~') {
                continue;
            }
            out.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[plain..])
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: &serde_json::Value) -> String {
        String::from_utf8(json(value)).unwrap()
    }

    #[test]
    fn objects_and_lists_are_indented_by_three() {
        let value = json!({"a": {"b": [1, [2, null]], "c": {}}, "d": []});
        let expected = "{\n   \"a\": {\n      \"b\": [\n         1,\n         [\n            2,\n            null\n         ]\n      ],\n      \
                        \"c\": {}\n   },\n   \"d\": []\n}";
        assert_eq!(written(&value), expected);
    }

    #[test]
    fn strings_are_ascii() {
        let text = "\"\\/\r\n\t\u{8}\u{c}\u{1f}\u{7f}é€😀<";
        let expected = r#""\"\\/\r\n\t\b\f\u001f\u007f\u00e9\u20ac\ud83d\ude00<""#;
        assert_eq!(written(&json!(text)), expected);
    }

    #[test]
    fn numbers_are_written_as_python_writes_them() {
        for (number, expected) in [
            (1.0, "1.0"),
            (0.5, "0.5"),
            (0.293_401_234_567_890_1, "0.2934012345678901"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e16, "1e+16"),
            (123_456_789.125, "123456789.125"),
            (1e-100, "1e-100"),
        ] {
            assert_eq!(written(&json!(number)), expected);
        }
    }
}
