// What browsers owe beyond RFC 6455, or otherwise than it says: the WebSocket standard of WHATWG, and its Fetch standard for
// the opening handshake. Each check gives what is wrong, if anything is.

const unique = () => Math.random().toString(36).slice(2);
const told = (words) => `${server}/browser?${new URLSearchParams(words)}`;

// A socket's way from here to its end: what it was told, in order. It has five seconds.
function life(socket, onopen = () => {}) {
  return new Promise((resolve) => {
    const events = [];
    setTimeout(() => resolve({ events: [...events, 'and then nothing'].join(', ') }), 5000);
    socket.onopen = () => { events.push('open'); onopen(socket); };
    socket.onerror = () => events.push('error');
    socket.onmessage = (event) => { events.push('message'); events.message = event.data; };
    socket.onclose = ({ code, reason, wasClean }) => {
      const told = events.filter((event) => event !== 'message').join(', ');
      resolve({ events: told, message: events.message, code, reason, wasClean, protocol: socket.protocol });
    };
  });
}

// What is not as it should be.
function differs(seen, wanted) {
  const wrong = Object.keys(wanted).filter((key) => seen[key] !== wanted[key]);
  return wrong.map((key) => `${key} is ${JSON.stringify(seen[key])}, not ${JSON.stringify(wanted[key])}`).join('; ');
}

function throws(name, act) {
  try {
    act();
  } catch (error) {
    return error.name === name ? '' : `it throws ${error.name}, not ${name}`;
  }
  return `it throws nothing, where ${name} is due`;
}

const failed = { events: 'error', code: 1006, wasClean: false };

async function closes(close, frame, event) {
  const id = unique();
  const seen = await life(new WebSocket(told({ id })), close);
  const sent = JSON.parse(await ask(`/browser/seen?id=${id}`));
  return [differs(seen, event), differs(sent, frame)].filter(Boolean).join('; ');
}

async function refuses(words, protocols = []) {
  return differs(await life(new WebSocket(told(words), protocols), (socket) => socket.close(1000)), failed);
}

const beyond = [
  ['close() takes 1000 and 3000 to 4999, and no other status code', async () => {
    const socket = new WebSocket(told({}));
    const ended = life(socket);
    const wrong = [0, 999, 1001, 1005, 1006, 1015, 2999, 5000, 65535]
      .map((code) => [code, throws('InvalidAccessError', () => socket.close(code))]).filter(([, why]) => why);
    socket.close();
    await ended;
    return wrong.map(([code, why]) => `${code}: ${why}`).join('; ');
  }],
  ['close() takes a reason of 123 octets and none of 124', async () => {
    const socket = new WebSocket(told({}));
    const ended = life(socket);
    const why = throws('SyntaxError', () => socket.close(1000, 'é'.repeat(62)));
    socket.close(1000, 'x'.repeat(123));
    await ended;
    return why;
  }],
  ['close(3000, "bye") sends that, and the answer is what the page is told',
    () => closes((socket) => socket.close(3000, 'bye'), { closed: true, code: 3000, reason: 'bye' },
      { events: 'open', code: 3000, reason: 'bye', wasClean: true })],
  ['close() sends a Close frame without a status code, which the page is told as 1005',
    () => closes((socket) => socket.close(), { closed: true, code: null, reason: null },
      { events: 'open', code: 1005, reason: '', wasClean: true })],
  ['a Close frame of the server is answered with its status code, and told to the page', async () => {
    const id = unique();
    const seen = await life(new WebSocket(told({ id, close: 3001, reason: 'so long' })));
    const sent = JSON.parse(await ask(`/browser/seen?id=${id}`));
    return [differs(seen, { events: 'open', code: 3001, reason: 'so long', wasClean: true }),
      differs(sent, { closed: true, code: 3001 })].filter(Boolean).join('; ');
  }],
  // RFC 6455 7.2.1 says that this fails the connection, and so an error is due before the close. No browser tells of one.
  ['a connection that the server drops is told as 1006', async () =>
    differs(await life(new WebSocket(told({ drop: '' })), (socket) => socket.send('now')), { code: 1006, wasClean: false })],
  ['close() before the connection is open fails it', async () => {
    const socket = new WebSocket(told({}));
    const ended = life(socket);
    socket.close();
    return differs(await ended, failed);
  }],
  ['a subprotocol that was asked for is told to the page', async () =>
    differs(await life(new WebSocket(told({ subprotocol: 'b' }), ['a', 'b']), (socket) => socket.close(1000)),
      { events: 'open', protocol: 'b', code: 1000 })],
  ['a server that answers none of the subprotocols asked for is refused (RFC 6455 would take it)',
    () => refuses({}, ['a'])],
  ['a server that answers another subprotocol is refused', () => refuses({ subprotocol: 'c' }, ['a', 'b'])],
  ['a server that answers a subprotocol and was asked for none is refused', () => refuses({ subprotocol: 'a' })],
  ['a subprotocol that is named twice, or is no token, is a SyntaxError', async () =>
    throws('SyntaxError', () => new WebSocket(told({}), ['a', 'a'])) || throws('SyntaxError', () => new WebSocket(told({}), ['a b']))],
  ['status 200 opens nothing', () => refuses({ status: 200 })],
  ['a redirect is not followed', async () => await refuses({ status: 301 }) || refuses({ status: 302 }) || refuses({ status: 307 })],
  ['status 401 opens nothing, and asks nobody for a password', () => refuses({ status: 401 })],
  ['status 404 and 500 are told no otherwise than a dead port', async () => await refuses({ status: 404 }) || refuses({ status: 500 })],
  ['a lone surrogate is sent as U+FFFD', async () => {
    const socket = new WebSocket(told({}));
    let echo;
    const seen = await life(socket, () => {
      socket.addEventListener('message', ({ data }) => { echo = data; socket.close(1000); });
      socket.send('a\ud800b');
    });
    return differs({ ...seen, echo }, { echo: 'a\ufffdb', code: 1000 });
  }],
  ['messages that are sent before close() arrive', () => closes((socket) => {
    for (let message = 0; message < 10; message += 1) socket.send(`${message}`);
    socket.close(1000);
  }, { messages: 10, closed: true, code: 1000 }, { events: 'open', code: 1000, wasClean: true })],
];

// Tries all of them, one after the other, and shows each. Those who drive the page find all of it in `data-tried`.
async function tryBeyond() {
  const tried = [];
  const body = $('beyond').tBodies[0];
  body.replaceChildren();
  $('beyond').hidden = false;
  let wrongs = 0;
  for (const [about, check] of beyond) {
    let wrong;
    try {
      wrong = await check();
    } catch (error) {
      wrong = `${error}`;
    }
    tried.push({ about, wrong });
    const row = body.insertRow();
    row.insertCell().append(chip(wrong ? 'FAILED' : 'OK'));
    const cell = row.insertCell();
    cell.textContent = about;
    if (wrong) {
      wrongs += 1;
      why(cell, wrong);
    }
  }
  $('beyond').dataset.tried = JSON.stringify(tried);
  return wrongs;
}
