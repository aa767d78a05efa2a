//! Who a client says it is.

use wsspec_codec::handshake::Head;

/// The client's name and version according to its User-Agent field (RFC 9110 10.1.5): of a browser the name that it goes by,
/// else the first product that is no language's.
pub fn agent(request: &Head) -> (Option<String>, Option<String>) {
    let Some(value) = request.values("User-Agent").next() else {
        return (None, None);
    };
    let value = String::from_utf8_lossy(value);
    let products = products(&value);
    let browser = BROWSERS
        .iter()
        .find_map(|(token, name)| Some((*name, products.iter().find(|(product, _)| product == token)?.1)));
    let other = || {
        let own = products.iter().find(|(product, _)| !LANGUAGES.contains(product));
        own.or(products.first()).copied()
    };
    match browser.or_else(other) {
        Some((name, version)) => (Some(name.to_owned()), version.map(str::to_owned)),
        None => (None, None),
    }
}

/// What a server calls itself in its response (RFC 9110 10.2.4).
pub fn server(response: &Head) -> Option<String> {
    let value = response.values("Server").next()?;
    Some(String::from_utf8_lossy(value).into_owned()).filter(|server| !server.is_empty())
}

/// The product of each browser, the more particular first: they all name the others as well.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("HeadlessChrome", "Chromium"),
    ("Chrome", "Chromium"),
    ("Safari", "Safari"),
];

/// Products that stand in front of a library's own.
const LANGUAGES: [&str; 2] = ["Mozilla", "Python"];

/// The products with their versions; comments are left out.
fn products(value: &str) -> Vec<(&str, Option<&str>)> {
    let mut depth = 0;
    let words = value.split(' ').filter(|word| {
        let outside = depth == 0 && !word.starts_with('(');
        depth += word.matches('(').count();
        depth = depth.saturating_sub(word.matches(')').count());
        outside && !word.is_empty()
    });
    words
        .map(|word| match word.split_once('/') {
            Some((name, version)) => (name, Some(version)),
            None => (word, None),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use wsspec_codec::handshake::HeadLimits;

    use super::*;

    fn of(value: &str) -> (Option<String>, Option<String>) {
        let request = format!("GET / HTTP/1.1\r\nUser-Agent: {value}\r\n\r\n");
        agent(
            &Head::decode(request.as_bytes(), HeadLimits::default())
                .unwrap()
                .unwrap()
                .0,
        )
    }

    #[test]
    fn clients_are_called_what_they_are_known_as() {
        for (value, name, version) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
                "Chromium",
                "156.0.0.0",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
                "Firefox",
                "153.0",
            ),
            ("Python/3.11 aiohttp/3.14.5", "aiohttp", "3.14.5"),
            ("PycURL/7.49.0 libcurl/8.23.0 OpenSSL/3.6.5", "PycURL", "7.49.0"),
            ("Java-http-client/17.0.15", "Java-http-client", "17.0.15"),
            ("Python/3.11", "Python", "3.11"),
        ] {
            assert_eq!(of(value), (Some(name.to_owned()), Some(version.to_owned())), "{value}");
        }
        assert_eq!(of("node"), (Some("node".to_owned()), None));
        assert_eq!(of(""), (None, None));
    }
}
