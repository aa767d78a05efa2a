// An echo client on the WebSocket of Node itself: `node client.mjs [--loop]`, the URL in $WSSPEC_URL. As in a browser, a refusal
// cannot be told from a failure, so with --loop it connects again and again until it is ended.
const url = process.env.WSSPEC_URL ?? 'ws://127.0.0.1:9001/';

function echo() {
  return new Promise((over) => {
    let opened = false;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => (opened = true);
    socket.onmessage = ({ data }) => socket.send(data);
    // Some versions do not fire `close` behind `error`.
    socket.onerror = ({ message, error }) => (console.error(message || error?.message || 'error'), over(opened));
    socket.onclose = () => over(opened);
  });
}

do {
  const opened = await echo();
  if (!opened) await new Promise((later) => setTimeout(later, 20));
} while (process.argv.includes('--loop'));
// What it keeps of a failed connection would keep the program.
process.exit();
