// An echo server on npm's `ws`, with its defaults and permessage-deflate.
import { WebSocketServer } from 'ws';

// Closes when it is asked to, as in `wsspec:close 4001 bye`, and sends every other message back.
function answer(socket, data, isBinary) {
  const asked = isBinary ? null : /^wsspec:close ?(\d*) ?(.*)$/s.exec(data);
  if (asked === null) return socket.send(data, { binary: isBinary });
  try {
    asked[1] ? socket.close(Number(asked[1]), asked[2]) : socket.close();
  } catch {} // a reason that is too long
}

const options = { host: '127.0.0.1', port: Number(process.argv[2] ?? 0), perMessageDeflate: true };
const server = new WebSocketServer(options, () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});
server.on('connection', socket => {
  socket.on('error', () => {}); // what it has to say, it says to the client
  socket.on('message', (data, isBinary) => answer(socket, data, isBinary));
});
process.on('SIGTERM', () => process.exit(0));
