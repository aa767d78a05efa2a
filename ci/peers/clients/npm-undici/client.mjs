// Plays the cases of a fuzzing server on npm's `undici`, which is Node's built-in WebSocket, and asks for each case's name
// before and for its outcome after it.
import { WebSocket } from 'undici';

const [url, agent, first = '1', last] = process.argv.slice(2);
const me = `agent=${encodeURIComponent(agent)}`;

// The last message, when the connection has ended. What breaks after it has opened is what cases are made for.
function visit(path, onMessage = () => {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}${path}`);
    socket.binaryType = 'arraybuffer';
    let opened = false;
    let message;
    socket.onopen = () => { opened = true; };
    socket.onmessage = ({ data }) => {
      message = data;
      onMessage(socket, data);
    };
    socket.onclose = ({ code }) => {
      if (opened) resolve(message);
      else reject(new Error(`${path}: the connection did not open: ${code}`));
    };
  });
}

const echo = (socket, data) => { if (socket.readyState === WebSocket.OPEN) socket.send(data); };

const count = last ?? JSON.parse(await visit('/getCaseCount'));
for (let index = Number(first); index <= count; index++) {
  const { id } = JSON.parse(await visit(`/getCaseInfo?case=${index}`));
  await visit(`/runCase?casetuple=${id}&${me}`, echo);
  const { behavior } = JSON.parse(await visit(`/getCaseStatus?casetuple=${id}&${me}`));
  console.log(`${id} ${behavior}`);
}
await visit(`/updateReports?${me}`);
