// An echo client on npm's ws: `node client.mjs [--loop]`, the URL in $WSSPEC_URL. With --loop it connects again and again, until
// it is answered with 410 or refused.
import WebSocket from 'ws';

const url = process.env.WSSPEC_URL ?? 'ws://127.0.0.1:9001/';

// Closes when it is asked to, as in `wsspec:close 4001 bye`, and sends every other message back.
function answer(socket, data, isBinary) {
  const asked = isBinary ? null : /^wsspec:close ?(\d*) ?(.*)$/s.exec(data);
  if (asked === null) return socket.send(data, { binary: isBinary });
  try {
    asked[1] ? socket.close(Number(asked[1]), asked[2]) : socket.close();
  } catch {} // a reason that is too long
}

function echo() {
  return new Promise((over) => {
    let last = false;
    const socket = new WebSocket(url, { maxPayload: 64 << 20 });
    socket.on('message', (data, isBinary) => answer(socket, data, isBinary));
    socket.on('unexpected-response', (request, response) => {
      last = response.statusCode === 410;
      request.destroy();
      over(last);
    });
    socket.on('error', (error) => {
      last ||= error.code === 'ECONNREFUSED';
      if (error.code !== undefined || !last) console.error(error.message);
    });
    socket.on('close', () => over(last));
  });
}

do {
  var last = await echo();
} while (process.argv.includes('--loop') && !last);
