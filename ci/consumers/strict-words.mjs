// strict-words.mjs DIR: every word is one of an enumeration, every key is known, every code is a number or null.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const behaviors = ["OK", "NON-STRICT", "INFORMATIONAL", "UNIMPLEMENTED", "FAILED"];
const closes = ["OK", "FAILED", "WRONG CODE", "UNCLEAN", "FAILED BY CLIENT", "INFORMATIONAL"];
const kinds = {
  behavior: (value) => behaviors.includes(value),
  behaviorClose: (value) => closes.includes(value),
  duration: Number.isInteger,
  remoteCloseCode: (value) => value === null || (Number.isInteger(value) && value < 65536),
  reportfile: (value) => /^[a-z0-9_]*_case_\d+(_\d+)+\.json$/.test(value),
};

const index = JSON.parse(readFileSync(join(process.argv[2], "index.json"), "utf8"));
let entries = 0;
for (const [agent, cases] of Object.entries(index)) {
  for (const [id, entry] of Object.entries(cases)) {
    if (String(Object.keys(entry)) !== String(Object.keys(kinds))) {
      throw new Error(`${agent} ${id}: keys ${Object.keys(entry)}`);
    }
    for (const [key, value] of Object.entries(entry)) {
      if (!kinds[key](value)) throw new Error(`${agent} ${id}: ${key} is ${JSON.stringify(value)}`);
    }
    entries += 1;
  }
}
if (entries === 0) throw new Error("nothing was tested");
console.log(`${entries} entries of known words`);
