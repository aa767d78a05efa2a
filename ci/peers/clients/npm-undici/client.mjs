// Plays the cases of a fuzzing server on npm's `undici`, which is Node's built-in WebSocket, and asks for each case's name
// before and for its outcome after it.
import { WebSocket } from 'undici';

const [url, agent, first = '1', last] = process.argv.slice(2);
const me = `agent=${encodeURIComponent(agent)}`;

// Whether the connection had opened, and its last message, when it has ended.
function visit(path, onMessage = () => {}) {
  return new Promise(resolve => {
    const socket = new WebSocket(`${url}${path}`);
    socket.binaryType = 'arraybuffer';
    let opened = false;
    let message;
    socket.onopen = () => { opened = true; };
    socket.onmessage = ({ data }) => {
      message = data;
      onMessage(socket, data);
    };
    socket.onclose = () => resolve({ opened, message });
  });
}

async function ask(path) {
  const { opened, message } = await visit(path);
  if (!opened) throw new Error(`${path}: the connection did not open`);
  return message;
}

const echo = (socket, data) => { if (socket.readyState === WebSocket.OPEN) socket.send(data); };

const count = last ?? JSON.parse(await ask('/getCaseCount'));
for (let index = Number(first); index <= count; index++) {
  const { id } = JSON.parse(await ask(`/getCaseInfo?case=${index}`));
  // A violation that comes with the opening handshake may be noticed before it says that it has opened.
  await visit(`/runCase?casetuple=${id}&${me}`, echo);
  const { behavior } = JSON.parse(await ask(`/getCaseStatus?casetuple=${id}&${me}`));
  console.log(`${id} ${behavior}`);
}
await ask(`/updateReports?${me}`);
