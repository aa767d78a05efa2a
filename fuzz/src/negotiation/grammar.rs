//! The grammar of Sec-WebSocket-Extensions, read a second time: RFC 6455 section 9.1, with the lists, tokens and quoted
//! strings of RFC 9110 section 5.6. Naive: the text is split at what separates, and then each part is looked at.

/// An extension with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// As it is written.
    pub name: String,
    /// Names, and values without their quotes.
    pub params: Vec<(String, Option<String>)>,
}

/// The extensions of a field value; `None` if it breaks the grammar. Empty elements do not count, and there may be none
/// but these: that a list has at least one element is for those who write it (RFC 9110 5.6.1).
pub fn list(value: &[u8]) -> Option<Vec<Element>> {
    let elements = split(value, b',').into_iter().map(trim);
    elements.filter(|element| !element.is_empty()).map(element).collect()
}

fn element(text: &[u8]) -> Option<Element> {
    let mut parts = split(text, b';').into_iter();
    let name = token(trim(parts.next()?))?;
    let params = parts.map(|part| {
        let (name, value) = match split(part, b'=')[..] {
            [name] => (name, None),
            [name, ..] => (name, Some(&part[name.len() + 1..])),
            [] => return None,
        };
        let value = match value {
            Some(value) => Some(token(&unquoted(trim(value))?)?),
            None => None,
        };
        Some((token(trim(name))?, value))
    });
    let params = params.collect::<Option<_>>()?;
    Some(Element { name, params })
}

/// The text between separators that stand outside of quotes.
fn split(text: &[u8], separator: u8) -> Vec<&[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text.split(|&octet| {
        let separates = octet == separator && !quoted;
        quoted ^= octet == b'"' && !escaped;
        escaped = octet == b'\\' && quoted && !escaped;
        separates
    });
    parts.collect()
}

/// A value as it is, or what stands in its quotes, where a backslash stands for the character after it.
fn unquoted(text: &[u8]) -> Option<Vec<u8>> {
    let Some(inner) = text.strip_prefix(b"\"") else {
        return Some(text.to_vec());
    };
    let mut octets = inner.iter();
    let mut unquoted = Vec::new();
    loop {
        match octets.next()? {
            b'"' => return octets.next().is_none().then_some(unquoted),
            b'\\' => unquoted.push(*octets.next()?),
            octet => unquoted.push(*octet),
        }
    }
}

fn token(text: &[u8]) -> Option<String> {
    is_token(text).then(|| String::from_utf8_lossy(text).into_owned())
}

/// Whether these octets are a token: visible characters without the separators, at least one.
pub fn is_token(octets: &[u8]) -> bool {
    let separators = b"\"(),/:;<=>?@[\\]{}";
    !octets.is_empty()
        && octets
            .iter()
            .all(|octet| matches!(octet, b'!'..=b'~') && !separators.contains(octet))
}

/// Without the spaces and tabs at the ends.
fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Option<String> {
        let shown = list(value.as_bytes())?.into_iter().map(|Element { name, params }| {
            let params = params.into_iter().map(|(name, value)| match value {
                Some(value) => format!(";{name}={value}"),
                None => format!(";{name}"),
            });
            name + &params.collect::<String>()
        });
        Some(shown.collect::<Vec<_>>().join(","))
    }

    #[test]
    fn values_that_follow_the_grammar() {
        for (value, expected) in [
            ("", ""),
            (" , ,", ""),
            ("foo, bar; baz=2", "foo,bar;baz=2"),
            (" a ;\tb = \"c\\d\" ; e,f", "a;b=cd;e,f"),
        ] {
            assert_eq!(shown(value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn values_that_do_not() {
        for value in [
            "a b",
            ";",
            "a;",
            "a;;b",
            "a;=1",
            "a;b=",
            "a;b=\"\"",
            "a;b=\"x y\"",
            "a;b=\"x \"",
            "a;b=\"x,y\"",
            "a;b=\"x",
            "a;b=\"x\\",
            "a;b=\"x\"y",
            "a;b=x\"y\"",
            "\"a\"",
            "a=b",
            "a;b=c=d",
            "\u{e9}",
        ] {
            assert_eq!(shown(value), None, "{value}");
        }
    }
}
