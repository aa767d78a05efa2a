//! Subprotocols (RFC 6455 sections 1.9, 4.1 and 4.2.2; RFC 7936).

use super::head::{Head, is_token};
use crate::plant::{Plant, planted};

/// The subprotocols that a request offers, in its order.
///
/// # Errors
/// The element that is no token, or that stands there twice.
pub fn offered(head: &Head) -> Result<Vec<String>, String> {
    let mut offered: Vec<String> = Vec::new();
    for element in head.elements("Sec-WebSocket-Protocol") {
        let name = String::from_utf8_lossy(element).into_owned();
        if (!is_token(element) || offered.contains(&name)) && !planted(Plant::SubprotocolsNotChecked) {
            return Err(name);
        }
        offered.push(name);
    }
    Ok(offered)
}

/// The first of those that a client offers, in the client's order, that the server speaks. Case counts.
pub fn choose<'a, S: AsRef<str>>(offered: &'a [String], spoken: &[S]) -> Option<&'a str> {
    offered.iter().map(String::as_str).find(|name| {
        let blind = planted(Plant::SubprotocolCaseIgnored);
        let same = |spoken: &str| spoken == *name || blind && spoken.eq_ignore_ascii_case(name);
        spoken.iter().any(|spoken| same(spoken.as_ref()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_s_preference_decides_and_case_counts() {
        let offered = ["superchat".to_owned(), "chat".to_owned(), "Chat".to_owned()];
        assert_eq!(choose(&offered, &["chat", "superchat"]), Some("superchat"));
        assert_eq!(choose(&offered, &["Chat"]), Some("Chat"));
        assert_eq!(choose(&offered, &["CHAT"]), None);
    }
}
