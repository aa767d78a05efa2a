// An echo server on WebSocket++, with its defaults, but permessage-deflate and messages of up to 64 MiB.
#include <cstdlib>
#include <iostream>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/server.hpp>

struct Config : websocketpp::config::asio {
    struct permessage_deflate_config {};
    using permessage_deflate_type = websocketpp::extensions::permessage_deflate::enabled<permessage_deflate_config>;
};
using Server = websocketpp::server<Config>;

int main(int argc, char** argv) {
    Server server;
    server.clear_access_channels(websocketpp::log::alevel::all);
    server.clear_error_channels(websocketpp::log::elevel::all);
    server.set_max_message_size(1 << 26);
    server.init_asio();
    server.set_tcp_post_init_handler([&server](websocketpp::connection_hdl handle) {
        server.get_con_from_hdl(handle)->get_raw_socket().set_option(boost::asio::ip::tcp::no_delay(true));
    });
    server.set_message_handler([&server](websocketpp::connection_hdl handle, Server::message_ptr message) {
        websocketpp::lib::error_code ignored; // the connection is closing
        server.send(handle, message->get_payload(), message->get_opcode(), ignored);
    });
    const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 0);
    server.listen({boost::asio::ip::make_address("127.0.0.1"), port});
    server.start_accept();
    websocketpp::lib::asio::error_code error;
    std::cout << "listening on ws://127.0.0.1:" << server.get_local_endpoint(error).port() << std::endl;
    server.run();
}
