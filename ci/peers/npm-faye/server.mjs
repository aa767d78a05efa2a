// An echo server on npm's `faye-websocket` with `permessage-deflate`, with their defaults.
import http from 'node:http';
import deflate from 'permessage-deflate';
import WebSocket from 'faye-websocket';

const server = http.createServer();
server.on('upgrade', (request, socket, head) => {
  const connection = new WebSocket(request, socket, head, [], { extensions: [deflate] });
  connection.on('message', event => connection.send(event.data));
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});
process.on('SIGTERM', () => process.exit(0));
