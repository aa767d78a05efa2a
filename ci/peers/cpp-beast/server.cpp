// An echo server on Boost.Beast, with its defaults, but permessage-deflate and messages of up to 64 MiB.
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::asio::ip::tcp;

static void echo(tcp::socket socket) try {
    socket.set_option(tcp::no_delay(true));
    websocket::stream<tcp::socket> stream(std::move(socket));
    websocket::permessage_deflate deflate;
    deflate.server_enable = true;
    stream.set_option(deflate);
    stream.read_message_max(1 << 26);
    stream.accept();
    for (;;) {
        beast::flat_buffer buffer;
        stream.read(buffer);
        stream.text(stream.got_text());
        stream.write(buffer.data());
    }
} catch (const beast::system_error&) {
    // The connection is over; what there was to say about it, Beast has said.
}

int main(int argc, char** argv) {
    const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 0);
    boost::asio::io_context context;
    tcp::acceptor acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), port});
    std::cout << "listening on ws://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
    for (;;)
        std::thread(echo, acceptor.accept()).detach();
}
