// The WebSocket that Node has built in: node --experimental-websocket client_undici.mjs URL
const lengths = [0, 5, 125, 126, 65535, 65536];
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz ";
const text = (length) => alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
const binary = (length) => Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
const socket = new WebSocket(process.argv[2]);
let echoes = 0;
socket.onopen = () => {
  lengths.forEach((length) => socket.send(text(length)));
  lengths.forEach((length) => socket.send(binary(length)));
};
socket.onmessage = () => ++echoes === 2 * lengths.length && socket.close(1000, "bye");
socket.onclose = () => process.exit(0);
