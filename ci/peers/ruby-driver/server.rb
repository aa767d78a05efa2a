# An echo server on Ruby's `websocket-driver`, with its defaults. Debian has no permessage-deflate for it.
require 'socket'
require 'websocket/driver'

class Connection
  def initialize(socket)
    @socket = socket
    @driver = WebSocket::Driver.server(self)
    @driver.on(:connect) { @driver.start }
    @driver.on(:message) { |event| event.data.is_a?(String) ? @driver.text(event.data) : @driver.binary(event.data) }
    @driver.on(:close) { @closed = true }
  end

  def write(octets)
    @socket.write(octets)
  end

  def run
    @driver.parse(@socket.readpartial(1 << 16)) until @closed
  rescue IOError, SystemCallError
    # The client has gone.
  ensure
    @socket.close
  end
end

server = TCPServer.new('127.0.0.1', (ARGV[0] || 0).to_i)
$stdout.puts "listening on ws://127.0.0.1:#{server.addr[1]}"
$stdout.flush
loop do
  socket = server.accept
  socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
  Thread.new { Connection.new(socket).run }
end
