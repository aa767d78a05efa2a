// The server of the recordings: it pings each client once, echoes every message, and shows browsers their page.
// node server.mjs plain|deflate
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const { WebSocketServer } = createRequire(`${process.cwd()}/`)("ws");
const page = readFileSync(new URL("page.html", import.meta.url));
const http = createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end(page);
});
const deflate = process.argv[2] === "deflate" && { threshold: 0 };
const server = new WebSocketServer({ server: http, perMessageDeflate: deflate });
server.on("connection", (socket) => {
  socket.ping("srv-ping");
  socket.on("message", (data, binary) => socket.send(data, { binary }));
});
http.listen(0, "127.0.0.1", () => console.log(http.address().port));
