// Plays the cases of a fuzzing server on npm's `ws`, with its defaults, which offer permessage-deflate: one case
// after the other, or AT_ONCE of them (an environment variable), as k6 does with its virtual users.
import WebSocket from 'ws';

const [url, agent, first = '1', last] = process.argv.slice(2);
const me = `agent=${encodeURIComponent(agent)}`;

// Whether the connection had opened, and its last message, when it has ended.
function visit(path, onMessage = () => {}) {
  return new Promise(resolve => {
    const socket = new WebSocket(`${url}${path}`);
    let opened = false;
    let message;
    socket.on('open', () => { opened = true; });
    socket.on('message', (data, isBinary) => {
      message = data;
      onMessage(socket, data, isBinary);
    });
    socket.on('error', error => console.error(`${path}: ${error.message}`));
    socket.on('close', () => resolve({ opened, message }));
  });
}

async function ask(path) {
  const { opened, message } = await visit(path);
  if (!opened) throw new Error(`${path}: the connection did not open`);
  return message;
}

const echo = (socket, data, isBinary) => socket.send(data, { binary: isBinary });

const count = last ?? Number(await ask('/getCaseCount'));
let index = Number(first);

async function play() {
  while (index <= count) await visit(`/runCase?case=${index++}&${me}`, echo);
}

await Promise.all(Array.from({ length: Number(process.env.AT_ONCE ?? 1) }, play));
await ask(`/updateReports?${me}`);
