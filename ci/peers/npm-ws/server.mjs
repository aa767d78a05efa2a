// An echo server on npm's `ws`, with its defaults and permessage-deflate.
import { WebSocketServer } from 'ws';

const options = { host: '127.0.0.1', port: Number(process.argv[2] ?? 0), perMessageDeflate: true };
const server = new WebSocketServer(options, () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});
server.on('connection', socket => {
  socket.on('error', () => {}); // what it has to say, it says to the client
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
process.on('SIGTERM', () => process.exit(0));
