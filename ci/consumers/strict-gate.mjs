// strict-gate.mjs DIR: a strict gate. NON-STRICT is only taken where the case leaves it to chance.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const chance = ["3.2", "3.3", "3.4", "4.1.3", "4.1.4", "4.1.5", "4.2.3", "4.2.4", "4.2.5", "5.15", "6.4.1", "6.4.2", "6.4.3", "6.4.4"];
const informational = ["7.1.6", "7.13.1", "7.13.2"];

function allowed(id) {
  if (chance.includes(id)) return ["OK", "NON-STRICT"];
  if (informational.includes(id)) return ["INFORMATIONAL"];
  return /^1[23]\./.test(id) ? ["OK", "UNIMPLEMENTED"] : ["OK"];
}

const index = JSON.parse(readFileSync(join(process.argv[2], "index.json"), "utf8"));
const entries = Object.values(index).flatMap((cases) => Object.entries(cases));
if (entries.length === 0) throw new Error("nothing was tested");
const bad = entries.filter(([id, { behavior, behaviorClose }]) => {
  const close = informational.includes(id) ? "INFORMATIONAL" : "OK";
  return !allowed(id).includes(behavior) || behaviorClose !== close;
});
for (const [id, { behavior, behaviorClose }] of bad) console.log(`${id}: ${behavior}, closed ${behaviorClose}`);
if (bad.length > 0) process.exit(1);
console.log(`${entries.length} strictly in order`);
