// compare-runs.mjs DIR STDOUT EXPECTED: what is worse than in an earlier run, what is gone, and what is new. Times do not count.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (folder) => {
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  const entries = Object.entries(index).flatMap(([agent, cases]) =>
    Object.entries(cases).map(([id, { duration, ...entry }]) => [`${agent} ${id}`, entry]));
  return new Map(entries);
};

const [now, before] = [read(process.argv[2]), read(process.argv[4])];
const order = ["OK", "INFORMATIONAL", "NON-STRICT", "UNIMPLEMENTED", "WRONG CODE", "FAILED BY CLIENT", "UNCLEAN", "FAILED"];
const worse = (key) => ["behavior", "behaviorClose"].some((word) =>
  order.indexOf(now.get(key)[word]) > order.indexOf(before.get(key)[word]));
const gone = [...before.keys()].filter((key) => !now.has(key));
const added = [...now.keys()].filter((key) => !before.has(key));
const regressed = [...now.keys()].filter((key) => before.has(key) && worse(key));
for (const [what, keys] of Object.entries({ gone, added, regressed })) {
  for (const key of keys) console.log(`${what}: ${key}`);
}
if (gone.length + added.length + regressed.length > 0 || now.size === 0) process.exit(1);
console.log(`${now.size} as good as before`);
