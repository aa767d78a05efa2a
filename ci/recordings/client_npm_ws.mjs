// npm ws: node client_npm_ws.mjs URL. Its first message is fragmented, with a ping inside.
import { createRequire } from "node:module";

const WebSocket = createRequire(`${process.cwd()}/`)("ws");
const lengths = [0, 5, 125, 126, 65535, 65536];
const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz ";
const text = (length) => alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
const binary = (length) => Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
const socket = new WebSocket(process.argv[2], { perMessageDeflate: { threshold: 0 } });
let echoes = 0;
let pong = false;
const finish = () => pong && echoes === 2 * lengths.length + 1 && socket.close(1000, "bye");
socket.on("open", () => {
  socket.send("frag", { fin: false });
  socket.ping("cli-ping");
  socket.send("men", { fin: false });
  socket.send("ted", { fin: true });
  lengths.forEach((length) => socket.send(text(length)));
  lengths.forEach((length) => socket.send(binary(length)));
});
socket.on("message", () => (++echoes, finish()));
socket.on("pong", () => ((pong = true), finish()));
