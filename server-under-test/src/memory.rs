//! The reference server and client in memory, from the first octet of a TCP connection to its end.

use wsspec_codec::connection::Connection;
use wsspec_codec::handshake::{HeadDecoder, Refusal};
use wsspec_codec::plant::{self, Plant, planted};

use crate::client::Client;
use crate::echo::{self, Answer};
use crate::options::Options;

/// One side of a TCP connection: octets in, octets out. It echoes every message.
#[derive(Debug)]
pub struct Endpoint {
    side: Side,
    options: Options,
    ended: bool,
    /// What it forgets.
    fault: Option<Plant>,
}

#[derive(Debug)]
enum Side {
    /// A server that is not asked yet.
    Asked(HeadDecoder),
    /// A server that opened the connection.
    Open(Box<Connection>),
    /// A server that refused, with what it has to say.
    Refused(Vec<u8>),
    Client(Box<Client>),
}

impl Endpoint {
    /// A server that waits for a request.
    pub fn server(options: Options) -> Endpoint {
        Endpoint {
            side: Side::Asked(HeadDecoder::new(options.head_limits)),
            options,
            ended: false,
            fault: None,
        }
    }

    /// A client that makes its request.
    pub fn client(client: Client) -> Endpoint {
        Endpoint {
            side: Side::Client(Box::new(client)),
            options: Options::default(),
            ended: false,
            fault: None,
        }
    }

    /// An endpoint with a fault, from before it is made to its end. Only its own code has it: whoever speaks to it on the
    /// same thread, with the same codec, does not.
    #[cfg(feature = "plants")]
    pub fn with_fault(fault: Option<Plant>, make: impl FnOnce() -> Endpoint) -> Endpoint {
        Endpoint {
            fault,
            ..plant::with(fault, make)
        }
    }

    /// Takes octets that arrived, in any pieces.
    pub fn receive(&mut self, octets: &mut [u8]) {
        plant::with(self.fault, || self.take_in(octets));
    }

    /// Takes note that the peer ended its side of TCP.
    pub fn receive_eof(&mut self) {
        if plant::with(self.fault, || planted(Plant::HalfCloseIgnored)) {
            return;
        }
        self.ended = true;
        plant::with(self.fault, || match &mut self.side {
            Side::Open(connection) => connection.receive_eof(),
            Side::Client(client) => client.receive_eof(),
            Side::Asked(_) | Side::Refused(_) => {}
        });
    }

    /// Takes the octets to write.
    pub fn take_output(&mut self) -> Vec<u8> {
        plant::with(self.fault, || self.give_out())
    }

    /// Whether to close TCP once the output is written.
    pub fn close_tcp(&self) -> bool {
        plant::with(self.fault, || self.has_finished())
    }

    /// Whether TCP is reset when it closes it.
    pub fn resets_tcp(&self) -> bool {
        let server = !matches!(self.side, Side::Client(_));
        server && plant::with(self.fault, || planted(Plant::TcpReset))
    }

    fn take_in(&mut self, octets: &mut [u8]) {
        match &mut self.side {
            Side::Asked(decoder) => match decoder.push(octets) {
                Ok(None) => {}
                Err(error) => {
                    let refusal = Refusal::too_much(error, decoder.octets());
                    self.side = Side::Refused(refusal.response());
                }
                Ok(Some((head, len))) => {
                    self.side = match echo::answer(&head, &self.options, 3368) {
                        Answer::Closed(response) => {
                            let again = &mut octets[len..];
                            if planted(Plant::RequestReadAfterClose) && !again.is_empty() {
                                return self.ask_again(response, again);
                            }
                            Side::Refused(response)
                        }
                        Answer::Open(response, agreed) => {
                            let mut connection = echo::open(agreed.as_ref(), &self.options);
                            connection.sender().preface(&response);
                            if !planted(Plant::OctetsBehindRequestLost) {
                                echo::receive(&mut connection, &mut octets[len..]);
                            }
                            Side::Open(Box::new(connection))
                        }
                    };
                }
            },
            Side::Open(connection) => echo::receive(connection, octets),
            Side::Client(client) => client.receive(octets),
            Side::Refused(_) => {}
        }
    }

    /// A planted defect: what stands behind a request that is over is another.
    fn ask_again(&mut self, response: Vec<u8>, octets: &mut [u8]) {
        self.side = Side::Asked(HeadDecoder::new(self.options.head_limits));
        self.take_in(octets);
        match &mut self.side {
            Side::Refused(second) => second.splice(..0, response).for_each(drop),
            Side::Open(connection) => {
                let second = connection.output().to_vec();
                connection.written(second.len());
                connection.sender().preface(&[response, second].concat());
            }
            Side::Asked(_) | Side::Client(_) => self.side = Side::Refused(response),
        }
    }

    fn give_out(&mut self) -> Vec<u8> {
        match &mut self.side {
            Side::Asked(_) => Vec::new(),
            Side::Refused(response) => std::mem::take(response),
            Side::Open(connection) => {
                let output = connection.output().to_vec();
                connection.written(output.len());
                output
            }
            Side::Client(client) => {
                let output = client.output().to_vec();
                client.written(output.len());
                output
            }
        }
    }

    fn has_finished(&self) -> bool {
        match &self.side {
            Side::Asked(_) => self.ended,
            Side::Refused(_) => true,
            Side::Open(connection) => connection.close_tcp(),
            Side::Client(client) => client.close_tcp(),
        }
    }
}

#[cfg(all(test, feature = "plants"))]
mod tests {
    use super::*;

    const REQUEST: &str = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                           Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    fn echo(endpoint: &mut Endpoint) -> Vec<u8> {
        endpoint.receive(&mut REQUEST.as_bytes().to_vec());
        endpoint.take_output();
        endpoint.receive(&mut b"\x81\x82\0\0\0\0hi".to_vec());
        endpoint.take_output()
    }

    #[test]
    fn an_endpoint_has_its_fault_and_its_neighbour_has_none() {
        let make = || Endpoint::server(Options::default());
        let mut faulty = Endpoint::with_fault(Some(Plant::TextEchoedAsBinary), make);
        let mut right = Endpoint::with_fault(None, make);
        assert_eq!(echo(&mut faulty), b"\x82\x02hi");
        assert_eq!(echo(&mut right), b"\x81\x02hi");
        assert!(!planted(Plant::TextEchoedAsBinary));
    }
}
