// Looks at a coverage.html in headless Chromium: `node check.mjs PAGE.html [SHOTS]`, with pictures into the folder SHOTS.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [page_path, shots] = process.argv.slice(2);
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => existsSync(path));
const address = pathToFileURL(page_path).href;
const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// A page that fails on any error and on any request but the file itself.
async function opened(size, options = {}) {
  const context = await browser.newContext({ viewport: size, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const wrong = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => { if (!request.url().startsWith("data:") && request.url().split("#")[0] !== address) wrong.push(`request: ${request.url()}`); });
  await page.goto(address);
  await page.locator("#map table").waitFor();
  return { page, wrong, context };
}

// What a slip in a script leaves behind in words.
async function clean(page) {
  assert.doesNotMatch(await text(page, "body"), /\b(undefined|null|false|NaN)\b|\[object/, "a value that is no word is shown");
}

async function text(page, selector) {
  return (await page.locator(selector).innerText()).normalize("NFC");
}

// Heat map → indicator → quote, with the keys too.
async function walks(page) {
  const cell = page.locator("[data-cell='general/6.1/basic']");
  await cell.click();
  await page.locator("#panel h3").first().waitFor();
  assert.match(await text(page, "#panel"), /Có minh chứng|Còn thiếu/, "the panel tells indicators");
  const quote = page.locator("#panel .quote").first();
  assert.ok((await quote.locator("blockquote").innerText()).length > 5, "a quote is shown");
  assert.match(await quote.locator(".place").first().innerText(), /#.*![A-Z]+\d+/, "with its cell");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#panel").isVisible(), false, "Escape closes the panel");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), "general/6.1/basic", "and gives the focus back");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), "general/6.1/proficient", "arrow keys move");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#panel").isVisible(), true, "Enter opens");
  await page.locator("#panel .close").click();
  await page.locator("#modules [data-module]").first().click();
  assert.match(await text(page, "#panel .place >> nth=0"), /#/, "a module tells its place");
}

// Wherever the panel was opened from, and whatever was drawn anew since, the focus has a place to go.
async function returns(page) {
  await page.locator("[data-cell='general/6.1/basic']").click();
  await page.locator("#panel .quote button.link").first().click();
  await page.locator("[data-lang=en]").click();
  await page.locator("[data-lang=vi]").click();
  await page.keyboard.press("Escape");
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "BODY", "the focus is not lost");
  await page.evaluate(() => { location.hash = "#%E0%A4%A"; });
  await page.locator("[data-cell='general/6.1/basic']").waitFor();
}

async function speaks(page) {
  await page.locator("[data-lang=en]").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match(await text(page, "#gaps h2"), /Gaps/);
  await page.locator("[data-lang=vi]").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "vi");
  assert.match(await text(page, "#gaps h2"), /Khoảng trống/);
}

async function finds(page) {
  await page.locator("#search").fill("dao duc");
  await page.locator("#results li").first().waitFor();
  assert.match((await text(page, "#results")).toLowerCase(), /đạo đức/, "dao duc finds đạo đức");
  assert.match((await text(page, "#results mark >> nth=0")).toLowerCase(), /đạo đức/);
  await page.locator("#results li button").first().click();
  assert.equal(await page.locator("#panel").isVisible(), true, "a result opens what it is about");
  await page.locator("#search").fill("");
}

// No serious fault, as axe has it. It is read into the page, which the page's own policy forbids: so in a page without one.
async function accessible(options) {
  const { page, context } = await opened({ width: 1280, height: 900 }, { bypassCSP: true, ...options });
  await page.locator("[data-cell]").first().click();
  await page.locator("#search").fill("dao duc");
  await page.locator("#results mark").first().waitFor();
  await page.addScriptTag({ content: readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8") });
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter((fault) => ["serious", "critical"].includes(fault.impact));
  const said = serious.map((fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`);
  assert.deepEqual(said, [], `axe, ${JSON.stringify(options)}`);
  await context.close();
}

async function fits(name, size, options = {}) {
  const { page, wrong, context } = await opened(size, options);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: the page is ${wide} px too wide`);
  await page.locator("[data-cell='general/6.1/basic']").click();
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  assert.deepEqual(wrong, [], name);
  await context.close();
}

try {
  const { page, wrong } = await opened({ width: 1280, height: 900 });
  await walks(page);
  await returns(page);
  await speaks(page);
  await finds(page);
  await page.locator("#modules tr:has(td.status-covered) [data-module]").first().click();
  await clean(page);
  await page.locator("[data-cell='general/6.1/basic']").click();
  await clean(page);
  assert.equal(await page.evaluate(() => window.hacked), undefined, "nothing of a workbook runs");
  assert.equal(await page.locator("main script, main img").count(), 0, "nothing of a workbook is markup");
  assert.deepEqual(wrong, []);
  if (shots) await page.pdf({ path: `${shots}/print.pdf`, preferCSSPageSize: true });
  await accessible({ colorScheme: "light" });
  await accessible({ colorScheme: "dark" });
  await fits("360", { width: 360, height: 740 });
  await fits("768", { width: 768, height: 1024 });
  await fits("1920", { width: 1920, height: 1080 });
  await fits("dark", { width: 1280, height: 900 }, { colorScheme: "dark" });
  console.log("ok");
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
}
