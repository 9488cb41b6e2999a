// Uses a website of an export as people do, in headless Chromium: from the disk
// and from a sub-path of a web server.
// Usage: node check.js SITE TEXTS SCREENSHOTS
// TEXTS has the texts that index.js was made of. Fails at the first thing that is
// not as it should be.
"use strict";
const fs = require("fs"), http = require("http"), path = require("path"), assert = require("assert"), vm = require("vm");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [, , site, texts, shots] = process.argv;

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/some\/path\//, "");
  fs.readFile(path.join(site, name || "index.html"), (error, body) => {
    response.writeHead(error ? 404 : 200, { "Content-Type": types[path.extname(name)] || "text/html" });
    response.end(body);
  });
});

// The pages that are looked at.
const pages = ["index.html", "find.html", "members.html", "about.html", "members/kenya.html", "members/tunisia.html", "members/ghana.html"];

// open opens a page of its own context; whatever it complains of, and whatever it
// asks for outside of the folder, fails the check.
async function open(browser, base, name, options) {
  const context = await browser.newContext(Object.assign({ viewport: { width: 1280, height: 900 } }, options));
  const page = await context.newPage();
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") throw new Error(`${name}: ${m.text()}`); });
  page.on("pageerror", (e) => { throw new Error(`${name}: ${e.message}`); });
  page.on("dialog", (d) => { throw new Error(`${name}: a text was run: ${d.message()}`); });
  page.on("request", (r) => {
    const url = r.url();
    if (!url.startsWith(base) && !/^(data|blob):/.test(url)) throw new Error(`${name} asks for ${url}`);
  });
  await page.goto(base + name);
  return page;
}

async function accessible(page, name) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], preload: false }));
  const found = result.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html + " " + n.any.concat(n.all).map((c) => c.message).join("; ")).join(" | "));
  assert.deepStrictEqual(found, [], name);
}

// looks opens every page in some widths and schemes; on the server, which sends the
// same bytes, once.
async function looks(browser, base) {
  const disk = base.startsWith("file:");
  for (const name of pages) {
    const all = [[1280, "light"], [390, "dark"], [1280, "dark"], [1920, "light"], [390, "light"]];
    for (const [width, scheme] of disk ? all : all.slice(0, 1)) {
      const page = await open(browser, base, name, { viewport: { width, height: 900 }, colorScheme: scheme });
      const [scroll, inner, small] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth,
        Array.from(document.querySelectorAll("svg text, p, td, dd, li")).filter((e) => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 11).length]);
      assert(scroll <= inner, `${name} at ${width} is ${scroll} wide`);
      assert.strictEqual(small, 0, `${name} at ${width} has ${small} texts that are too small`);
      if (disk && (scheme === "light") === (width === 1280)) await accessible(page, `${name} at ${width}, ${scheme}`);
      if (disk) await page.screenshot({ path: path.join(shots, `${name.replace(/\W/g, "-")}-${width}-${scheme}.png`) });
      await page.context().close();
    }
  }
}

const status = (page) => page.textContent("#status");
const settled = (page, pattern) => page.waitForFunction((p) => new RegExp(p).test(document.getElementById("status").textContent), pattern);

async function search(browser, base) {
  const page = await open(browser, base, "find.html", { acceptDownloads: true });
  assert.match(await status(page), /^306 of 306 commitments$/);
  // Words of a text that no title has: they come with the index.
  await page.fill("#q", "aqueduct");
  await settled(page, "^3 of 306 commitments$");
  await page.waitForFunction(() => location.hash === "#q=aqueduct");
  await page.fill("#q", "aqeduct"); // a slip of the hand
  await settled(page, "^3 of 306 commitments$");
  await page.fill("#q", "KE0007");
  await settled(page, "^1 of 306 commitments$");
  await page.fill("#q", "");
  await settled(page, "^306 of 306 commitments$");

  // Facets: OR inside, AND between; the state is in the address.
  await page.check("#f-completion input[value=drawn]");
  await settled(page, "^102 of 306");
  await page.check("#f-completion input[value=complete]");
  await settled(page, "^204 of 306");
  await page.check("#f-member input[value=kenya]");
  const text = await status(page), address = page.url();
  assert.match(address, /#member=kenya&completion=drawn&completion=complete/);
  assert.strictEqual(await page.locator("#chips button").count(), 4);
  const again = await open(browser, base, address.slice(base.length));
  assert.strictEqual(await status(again), text);
  const first = await again.textContent("#results tbody tr:first-child th");

  // The result as a file.
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  const lines = fs.readFileSync(await download.path(), "utf8").trim().split("\n");
  assert.strictEqual(lines.length - 1, parseInt(text, 10));
  assert(lines[0].startsWith("commitment_id,url,title"), lines[0]);
  assert(lines.some((line) => line.startsWith(first + ",https://www.opengovpartnership.org/members/kenya/commitments/" + first + "/")));

  // A click on a heading sorts, a second one the other way round.
  await page.click("#results th[data-key=id] button");
  assert.strictEqual(await page.getAttribute("#results th[data-key=id]", "aria-sort"), "ascending");
  await page.click("#results th[data-key=id] button");
  assert.match(page.url(), /sort=-id/);
  await page.goBack();
  assert.match(page.url(), /sort=id/);

  // With the keyboard alone, to the commitment.
  await page.focus("#results tbody a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/members\/kenya\.html#KE/);

  // An empty result says what would help.
  const empty = await open(browser, base, "find.html#q=aqueduct&member=ghana&completion=drawn");
  await settled(empty, "^Nothing for “aqueduct” \\+ Ghana \\+ drawn");
  await again.context().close();
  await page.context().close();
  await empty.context().close();
}

async function withoutScripts(browser, base) {
  const page = await open(browser, base, "find.html", { javaScriptEnabled: false });
  assert.strictEqual(await page.locator("#results tbody tr").count(), 50);
  assert(await page.locator("noscript").isVisible());
  await page.click("#results tbody tr:first-child a");
  assert(await page.locator("article.commitment").count() > 0);
  await page.context().close();
}

async function hostileTexts(browser, base) {
  const page = await open(browser, base, "members/kenya.html");
  const article = page.locator("#KE0001");
  assert.match(await article.textContent(), /<script>alert\(1\)<\/script>/);
  assert.strictEqual(await article.locator("img, script").count(), 0);
  assert.strictEqual(await article.locator("a[href^=javascript]").count(), 0);
  const folded = page.locator("#KE0002 details", { hasText: "40,000" }).first();
  assert(!(await folded.evaluate((d) => d.open)));
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert(await folded.evaluate((d) => d.open), "paper does not show what is folded");
  await page.emulateMedia({ media: "print" });
  assert(!(await page.locator("header nav").isVisible()));
  await page.context().close();
}

// The index made by the program is the one that the library would have made.
function sameIndex() {
  const window = {};
  vm.runInNewContext(fs.readFileSync(path.join(site, "site/index.js"), "utf8"), { window });
  const MiniSearch = require(path.join(site, "site/minisearch.js"));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ς/g, "σ");
  const tokenize = (text) => text.split(/[\n\r\t\p{Z}\p{P}]+/u).map(fold).filter((w) => Array.from(w).length > 1);
  const built = new MiniSearch({ fields: ["title", "member", "problem", "causes", "action"], tokenize, processTerm: (t) => t });
  built.addAll(JSON.parse(fs.readFileSync(texts, "utf8")));
  const plain = (o) => JSON.parse(JSON.stringify(o));
  const sorted = (index) => index.map(([term, fields]) => [term, fields]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const ours = plain(window.ogpIndex), theirs = plain(built);
  assert.deepStrictEqual(sorted(ours.index), sorted(theirs.index));
  assert.deepStrictEqual(ours.fieldLength, theirs.fieldLength);
  assert.strictEqual(ours.documentCount, theirs.documentCount);
}

(async () => {
  sameIndex();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const base of ["file://" + site + "/", `http://127.0.0.1:${server.address().port}/some/path/`]) {
    await search(browser, base);
    await withoutScripts(browser, base);
    await hostileTexts(browser, base);
    await looks(browser, base);
    console.log("as it should be: " + base);
  }
  await browser.close();
  server.close();
})().catch((error) => { console.error(error); process.exit(1); });
process.on("uncaughtException", (error) => { console.error(error); process.exit(1); });
