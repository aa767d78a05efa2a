// A HAR file, made by the developer tools of Chromium themselves, as their Export button makes it.
// node har.mjs PAGE FILE, where npm puppeteer-core is installed. PAGE is that of server.mjs.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const puppeteer = createRequire(`${process.cwd()}/`)("puppeteer-core");
const [, , address, file] = process.argv;
const browser = await puppeteer.launch({
  executablePath: "/usr/bin/chromium",
  devtools: true,
  args: ["--no-sandbox", "--headless", "--auto-open-devtools-for-tabs"],
});
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const page = await browser.newPage();
await pause(2500);
const tools = await Promise.all(
  browser.targets().filter((target) => target.url().startsWith("devtools://")).map((target) => target.asPage()),
);
for (const tool of tools) {
  await tool.evaluate(async () => {
    const ui = await import("devtools://devtools/bundled/ui/legacy/legacy.js");
    await ui.ViewManager.ViewManager.instance().showView("network");
  });
}
await page.goto(address);
await pause(3000);
for (const tool of tools) {
  const har = await tool.evaluate(async () => {
    const { Log } = await import("devtools://devtools/bundled/models/har/har.js");
    const { NetworkLog } = await import("devtools://devtools/bundled/models/logs/logs.js");
    const requests = NetworkLog.NetworkLog.instance().requests();
    return JSON.stringify({ log: await Log.Log.build(requests, { sanitize: false }) }, null, 2);
  });
  if (har.includes("_webSocketMessages")) writeFileSync(file, `${har}\n`);
}
await browser.close();
