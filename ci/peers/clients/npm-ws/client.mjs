// Plays the cases of a fuzzing server on npm's `ws`, with its defaults, which offer permessage-deflate.
import WebSocket from 'ws';

const [url, agent, first = '1', last] = process.argv.slice(2);
const me = `agent=${encodeURIComponent(agent)}`;

// The last message, when the connection has ended. What breaks after it has opened is what cases are made for.
function visit(path, onMessage = () => {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}${path}`);
    let opened = false;
    let message;
    socket.on('open', () => { opened = true; });
    socket.on('message', (data, isBinary) => {
      message = data;
      onMessage(socket, data, isBinary);
    });
    socket.on('error', error => { if (!opened) reject(new Error(`${path}: ${error.message}`)); });
    socket.on('close', () => resolve(message));
  });
}

const echo = (socket, data, isBinary) => socket.send(data, { binary: isBinary });

const count = last ?? Number(await visit('/getCaseCount'));
for (let index = Number(first); index <= count; index++) {
  await visit(`/runCase?case=${index}&${me}`, echo);
}
await visit(`/updateReports?${me}`);
