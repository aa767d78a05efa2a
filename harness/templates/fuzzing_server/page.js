// Plays what the server has with the WebSocket of this browser, and shows what the server says of it.
'use strict';

const $ = (id) => document.getElementById(id);
const classes = {
  'OK': 'case_ok', 'NON-STRICT': 'case_non_strict', 'INFORMATIONAL': 'case_info', 'UNIMPLEMENTED': 'case_unimplemented',
  'FAILED': 'case_failed',
};
const groups = {
  1: 'Framing', 2: 'Pings and pongs', 3: 'Reserved bits', 4: 'Opcodes', 5: 'Fragmentation', 6: 'UTF-8', 7: 'Closing',
  9: 'Masses and limits', 10: 'Auto-fragmentation', 12: 'Compression of different contents',
  13: 'Compression with different parameters',
};

// The last text that the server says on this path before it closes; it never rejects: no answer is undefined.
function ask(path) {
  return new Promise((resolve) => {
    let said;
    const socket = new WebSocket(server + path);
    socket.onmessage = (event) => { said = event.data; };
    socket.onclose = () => resolve(said);
  });
}

// Plays a case: every message goes back as it came.
function play(number, agent, sockets) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server}/runCase?case=${number}&agent=${encodeURIComponent(agent)}`);
    socket.binaryType = 'arraybuffer';
    sockets.add(socket);
    socket.onmessage = (event) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(event.data);
    };
    socket.onclose = () => {
      sockets.delete(socket);
      resolve();
    };
  });
}

// Of each case its number, its id and what it is about.
async function cases(on) {
  const all = [];
  const numbers = Array.from({ length: selected }, (_, index) => index + 1);
  await each(numbers, 8, async (number) => {
    const info = await ask(`/getCaseInfo?case=${number}`);
    if (info === undefined) throw new Error('the server does not answer');
    all.push({ number, ...JSON.parse(info) });
    on(all.length);
  });
  return all.sort((one, other) => one.number - other.number);
}

// Does something with every item, so many at the same time. Chromium lets sockets wait, the longer the more of them are being
// opened: 16 at once take ten times as long as 8.
async function each(items, parallel, act) {
  const queue = [...items];
  const workers = Array.from({ length: parallel }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  });
  await Promise.all(workers);
}

// `1.* 7.7.3` takes what Autobahn's patterns take.
function wanted(patterns) {
  const tests = patterns.split(/[\s,]+/).filter(Boolean).map((pattern) => {
    const literal = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
    return new RegExp(`^${literal}$`);
  });
  return (id) => tests.length === 0 || tests.some((test) => test.test(id));
}

// Those about masses take long and keep the browser busy, so they come last and a few at a time.
const isMass = (id) => /^(9|12|13)\./.test(id);

function fileName(agent, id) {
  const clean = agent.toLowerCase().replace(/[^a-z0-9]/g, ' ').replace(/^ +| +$/g, '').replace(/ /g, '_');
  return `/reports/${clean}_case_${id.replace(/\./g, '_')}.html`;
}

function chip(word, count) {
  const chip = document.createElement('span');
  chip.className = `chip ${classes[word] || ''}`;
  chip.textContent = count === undefined ? word : `${count} ${word.toLowerCase()}`;
  return chip;
}

function why(cell, sentence) {
  const line = document.createElement('div');
  line.className = 'why';
  line.textContent = sentence;
  cell.append(line);
}

function rows(all) {
  const body = $('verdicts').tBodies[0];
  body.replaceChildren();
  let group;
  for (const one of all) {
    if (one.id.split('.')[0] !== group) {
      group = one.id.split('.')[0];
      const row = body.insertRow();
      row.className = 'group';
      const cell = row.insertCell();
      cell.colSpan = 4;
      cell.textContent = groups[group] || group;
    }
    const row = body.insertRow();
    row.id = `case-${one.id}`;
    for (const text of [one.id, '', '', one.description]) row.insertCell().textContent = text;
    row.cells[2].className = 'number';
  }
  $('verdicts').hidden = false;
  $('cases-head').hidden = false;
}

let stopped = false;
const sockets = new Set();

async function run() {
  const agent = $('agent').value.trim();
  const parallel = Math.max(1, Math.min(10, Number($('parallel').value) || 1));
  const counts = new Map();
  stopped = false;
  $('start').disabled = true;
  $('stop').disabled = false;
  $('state').hidden = false;
  const say = (words) => { $('words').textContent = words; };
  const show = (part, whole) => {
    $('done').style.width = `${100 * part / Math.max(1, whole)}%`;
    $('bar').setAttribute('aria-valuenow', Math.round(100 * part / Math.max(1, whole)));
  };
  $('done').className = '';
  try {
    say('Asking what there is to play …');
    const takes = wanted($('cases').value);
    const all = (await cases((count) => show(count, selected))).filter((one) => takes(one.id));
    if (all.length === 0) return say(`None of the ${selected} cases that the server has is meant by that.`);
    rows(all);
    const start = performance.now();
    let played = 0;
    let closed = 0;
    const one = async ({ number, id }) => {
      if (stopped) return;
      const begin = performance.now();
      await play(number, agent, sockets);
      if (stopped) return;
      const took = performance.now() - begin;
      const said = await ask(`/getCaseVerdict?case=${number}&agent=${encodeURIComponent(agent)}`);
      const verdict = said === undefined ? { behavior: 'skipped', behaviorClose: 'OK' } : JSON.parse(said);
      const word = verdict.behavior;
      const close = verdict.behaviorClose;
      counts.set(word, (counts.get(word) || 0) + 1);
      played += 1;
      const [, cell, time, about] = $(`case-${id}`).cells;
      const link = document.createElement('a');
      link.href = fileName(agent, id);
      link.append(chip(word));
      cell.append(link);
      time.textContent = Math.round(took);
      if (word === 'FAILED') {
        $('done').className = 'bad';
        why(about, verdict.result);
      }
      if (!['OK', 'INFORMATIONAL'].includes(close)) {
        closed += 1;
        why(about, `At the end of the connection: ${close.toLowerCase()}. ${verdict.resultClose}.`);
      }
      $('counts').replaceChildren(...Object.keys(classes).filter((word) => counts.has(word))
        .map((word) => chip(word, counts.get(word))), closed > 0 ? `${closed} closed otherwise than they should` : '');
      show(played, all.length);
      const left = (performance.now() - start) / played * (all.length - played) / 1000;
      say(`${played} of ${all.length} cases played` + (left >= 2 ? `, about ${Math.round(left)} s to go` : ''));
      document.title = `${played}/${all.length} · wsspec`;
    };
    await each(all.filter(({ id }) => !isMass(id)), parallel, one);
    await each(all.filter(({ id }) => isMass(id)), Math.min(2, parallel), one);
    await ask(`/updateReports?agent=${encodeURIComponent(agent)}`);
    const beyondIt = stopped ? 0 : await tryBeyond();
    const failed = counts.get('FAILED') || 0;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const what = (failed === 0 ? 'none failed' : `${failed} failed`) + (beyondIt > 0 ? `, ${beyondIt} beyond RFC 6455` : '');
    say(stopped ? `Stopped after ${played} of ${all.length} cases; the reports tell of these.`
      : `${played} cases played in ${seconds} s, ${what}. The reports are written.`);
    document.title = `${stopped ? 'stopped' : 'done'}: ${what}, ${played} played · wsspec`;
  } catch (error) {
    say(`${error.message}: is it still running at ${server}?`);
    document.title = 'broken off · wsspec';
  } finally {
    $('start').disabled = false;
    $('stop').disabled = true;
  }
}

// What browsers call themselves, in short.
function name() {
  const brand = (navigator.userAgentData?.brands || []).find(({ brand }) => !/not.a.brand/i.test(brand) && brand !== 'Chromium')
    || (navigator.userAgentData?.brands || []).find(({ brand }) => brand === 'Chromium');
  if (brand) return `${brand.brand} ${brand.version}`;
  const known = /(Firefox|Edg|OPR|HeadlessChrome|Chrome)\/(\d+)/.exec(navigator.userAgent)
    || /(Version)\/(\d+).*Safari/.exec(navigator.userAgent);
  return known ? `${known[1].replace('Version', 'Safari')} ${known[2]}` : 'browser';
}

// `?run&agent=NAME&cases=1.*&parallel=4` starts by itself.
const query = new URLSearchParams(location.search);
$('agent').value = query.get('agent') || name();
$('cases').value = query.get('cases') || '';
$('parallel').value = query.get('parallel') || 6;
$('choice').addEventListener('submit', (event) => {
  event.preventDefault();
  run();
});
$('stop').addEventListener('click', () => {
  stopped = true;
  for (const socket of sockets) socket.close();
});
$('try').addEventListener('click', tryBeyond);
