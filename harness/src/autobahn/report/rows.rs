//! Events and the rows of the wire log, as lists in JSON.

use serde::{Serialize, Serializer};

use super::shown;
use crate::autobahn::played::Received;
use crate::autobahn::wirelog::{Cut, Row};
use crate::bytes::hex;

/// `["message", TEXT, BINARY]`, `["pong", TEXT]` or `["timeout", TAG]`.
pub(super) struct EventRow<'a>(pub(super) &'a Received);

impl Serialize for EventRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Received::Message { payload, binary } => ("message", shown::text(payload), binary).serialize(serializer),
            Received::Pong(payload) => ("pong", shown::text(payload)).serialize(serializer),
            Received::Timeout(tag) => ("timeout", tag).serialize(serializer),
        }
    }
}

/// A row of the wire log: its kind, and what belongs to it.
pub(super) struct LogRow<'a>(pub(super) &'a Row);

impl Serialize for LogRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let octets = |octets: &Cut| (octets.len, shown::hexed(octets));
        let payload = |payload: &Cut| (payload.len, shown::text(payload));
        let key = |mask: &Option<[u8; 4]>| mask.map(|key| hex(&key));
        match self.0 {
            Row::SentOctets { octets: sent, sync } => ("TO", octets(sent), sync).serialize(serializer),
            Row::ReceivedOctets(received) => ("RO", octets(received)).serialize(serializer),
            Row::SentFrame {
                payload: sent,
                opcode,
                fin,
                rsv,
                mask,
                repeat,
                chop,
                sync,
            } => ("TF", payload(sent), opcode, fin, rsv, key(mask), repeat, chop, sync).serialize(serializer),
            Row::ReceivedFrame {
                payload: received,
                opcode,
                fin,
                rsv,
                mask,
            } => ("RF", payload(received), opcode, fin, rsv, mask.is_some(), key(mask)).serialize(serializer),
            Row::KillArmed(seconds) => ("KL", Seconds(*seconds)).serialize(serializer),
            Row::KillDue => ("KLE",).serialize(serializer),
            Row::CloseArmed(seconds) => ("TI", Seconds(*seconds)).serialize(serializer),
            Row::CloseDue => ("TIE",).serialize(serializer),
            Row::WaitArmed(seconds, tag) => ("CT", Seconds(*seconds), tag).serialize(serializer),
            Row::WaitDue(tag) => ("CTE", tag).serialize(serializer),
            Row::Logging(on) => ("WLM", on).serialize(serializer),
        }
    }
}

/// Whole seconds are written as integers.
struct Seconds(f64);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Seconds of a case are small: up to 2^53 each whole number is exact.
        if self.0.fract() == 0.0 {
            serializer.serialize_u64(self.0 as u64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(row: &impl Serialize) -> String {
        serde_json::to_string(row).unwrap()
    }

    #[test]
    fn events_are_lists() {
        let payload = Cut::new(b"Hello");
        let message = Received::Message {
            payload: payload.clone(),
            binary: false,
        };
        assert_eq!(written(&EventRow(&message)), r#"["message","Hello",false]"#);
        assert_eq!(written(&EventRow(&Received::Pong(payload))), r#"["pong","Hello"]"#);
        assert_eq!(written(&EventRow(&Received::Timeout("A"))), r#"["timeout","A"]"#);
    }

    #[test]
    fn each_kind_of_row_has_its_list() {
        let cut = Cut::new(b"\x81\x00");
        let text = Cut::new(b"hi");
        let sent = Row::SentFrame {
            payload: text.clone(),
            opcode: 1,
            fin: true,
            rsv: 4,
            mask: Some([0, 1, 0xab, 0xff]),
            repeat: Some(10),
            chop: Some(1),
            sync: true,
        };
        let received = |mask| Row::ReceivedFrame {
            payload: text.clone(),
            opcode: 10,
            fin: false,
            rsv: 0,
            mask,
        };
        for (row, expected) in [
            (
                Row::SentOctets {
                    octets: cut.clone(),
                    sync: false,
                },
                r#"["TO",[2,"8100"],false]"#,
            ),
            (Row::ReceivedOctets(cut.clone()), r#"["RO",[2,"8100"]]"#),
            (sent, r#"["TF",[2,"hi"],1,true,4,"0001abff",10,1,true]"#),
            (received(None), r#"["RF",[2,"hi"],10,false,0,false,null]"#),
            (
                received(Some([1, 2, 3, 4])),
                r#"["RF",[2,"hi"],10,false,0,true,"01020304"]"#,
            ),
            (Row::KillArmed(1.0), r#"["KL",1]"#),
            (Row::KillArmed(0.5), r#"["KL",0.5]"#),
            (Row::KillDue, r#"["KLE"]"#),
            (Row::CloseArmed(10.0), r#"["TI",10]"#),
            (Row::CloseDue, r#"["TIE"]"#),
            (Row::WaitArmed(1.0, Some("A")), r#"["CT",1,"A"]"#),
            (Row::WaitArmed(1.0, None), r#"["CT",1,null]"#),
            (Row::WaitDue(Some("A")), r#"["CTE","A"]"#),
            (Row::Logging(false), r#"["WLM",false]"#),
        ] {
            assert_eq!(written(&LogRow(&row)), expected);
        }
    }
}
