// Opens pages of ours in Chromium with the network cut, does what a reader does, and prints what came of it as JSON.
// node page.cjs CHROMIUM TASK=PAGE...
"use strict";
const { chromium } = require("playwright-core");
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");

const [browserPath, ...wanted] = process.argv.slice(2);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const WAIT = 150;

const TASKS = {
  // What the map shows: the width of the view box, and whether a card is in the pane.
  async zoom(page) {
    const width = () => page.$eval("#pane svg", (svg) => svg.viewBox.baseVal.width);
    const left = () => page.$eval("#pane svg", (svg) => svg.viewBox.baseVal.x);
    const keys = async (...names) => {
      for (const name of names) await page.keyboard.press(name);
    };
    const seen = { fit: await width() };
    await page.focus("#pane");
    await keys("+", "+", "+");
    seen.larger = await width();
    seen.left = await left();
    await keys("ArrowRight", "ArrowRight");
    seen.right = await left();
    await keys("-");
    seen.smaller = await width();
    await keys("0");
    seen.again = await width();
    await page.click("[data-act=in]");
    seen.button = await width();
    const box = await (await page.$("#pane")).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    await page.waitForTimeout(WAIT);
    seen.wheel = await width();
    const before = await left();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 200, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    seen.dragged = (await left()) - before;
    seen.hash = await page.evaluate(() => location.hash);
    seen.moved = await page.$$eval("#pane .moved", (groups) => groups.map((group) => group.dataset.side));
    return seen;
  },
  // The search of "proof": what it finds, and where Enter leads.
  async search(page) {
    await page.fill("#search", "Próof");
    await page.waitForTimeout(WAIT);
    const found = await page.$$eval("#results a", (links) => links.map((link) => link.textContent));
    const said = await page.textContent("#found");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(WAIT * 4);
    return { found, said, ...(await here(page)) };
  },
  // From a card on the map to its row, on to its owner, and back from a row to the map.
  async links(page) {
    const seen = {};
    const card = await page.$("#pane a");
    await card.click();
    await page.waitForTimeout(WAIT);
    seen.row = await here(page);
    await page.click("#cards tbody tr:has(td a[href^='#r']) td a[href^='#r']");
    await page.waitForTimeout(WAIT);
    seen.entry = await here(page);
    await page.click("#cards tbody tr:nth-child(6) .map-link a");
    await page.waitForTimeout(WAIT * 4);
    seen.map = await here(page);
    seen.broken = await page.$$eval("a[href^='#']", (links) =>
      links.map((link) => link.getAttribute("href")).filter((href) => !document.getElementById(href.slice(1))));
    return seen;
  },
  // Sorting by the second column, and a filter that leaves few rows.
  async tables(page) {
    const column = (n) => page.$$eval(`#cards tbody tr td:nth-child(${n})`, (cells) => cells.map((cell) => cell.textContent));
    const seen = { before: await column(6) };
    const button = await page.$("#cards thead th:nth-child(6) button");
    await button.focus();
    await page.keyboard.press("Enter");
    seen.up = await column(6);
    seen.said = await page.$$eval("#cards thead th[aria-sort]", (heads) => heads.map((head) => head.getAttribute("aria-sort")));
    await page.keyboard.press("Enter");
    seen.down = await column(6);
    await page.fill("#cards .filter input", "desk");
    seen.left = await page.$$eval("#cards tbody tr:not([hidden]) .name", (names) => names.map((name) => name.textContent));
    return seen;
  },
  // Tab alone: every stop has a focus one can see.
  async keyboard(page) {
    const stops = [];
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate(() => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        const frame = at.matches("svg a") ? at.querySelector(".frame") : null;
        const seen = frame ? getComputedStyle(frame).stroke !== "none" : style.outlineStyle !== "none";
        return { what: at.id || at.className || at.tagName, seen };
      }));
    }
    return { stops };
  },
  // The serious violations that axe-core finds, in both themes; and what dark and light look like.
  async axe(page) {
    const seen = {};
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      seen[scheme] = await page.evaluate(async () => {
        const found = await axe.run(document, { resultTypes: ["violations"] });
        const bad = found.violations.filter((each) => ["serious", "critical"].includes(each.impact));
        return bad.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" ")}`);
      });
      seen[`${scheme} paper`] = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    }
    return seen;
  },
  // What a printer gets, even of a dark page that was zoomed.
  async print(page) {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.focus("#pane");
    await page.keyboard.press("+");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    // A4 lying, less its margins.
    await page.setViewportSize({ width: 1032, height: 703 });
    return page.evaluate(() => ({
      cut: [...document.querySelectorAll("table, svg")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1 || each.getBoundingClientRect().left < -1).length,
      mapEnds: document.querySelector("#pane").getBoundingClientRect().bottom / innerHeight,
      paper: getComputedStyle(document.documentElement).backgroundColor,
      bar: getComputedStyle(document.querySelector(".bar")).display,
      whole: document.querySelector("#pane svg").viewBox.baseVal.width,
      width: Number(document.querySelector("#pane svg").getAttribute("width")),
    }));
  },
  // Whether anything that a stranger wrote has run.
  async hostile(page) {
    await page.waitForTimeout(WAIT);
    return page.evaluate(() => ({
      ran: window.hacked ?? null,
      scripts: document.scripts.length,
      handlers: [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some((one) => /^on/i.test(one.name))).length,
      schemes: [...new Set([...document.querySelectorAll("a")].map((each) => new URL(each.getAttribute("href"), "file:///x").protocol))].sort(),
      foreign: [...document.querySelectorAll("img, iframe, object, embed, form, base, link:not([rel=icon])")].length,
    }));
  },
};

async function here(page) {
  return page.evaluate(() => {
    const target = document.getElementById(location.hash.slice(1));
    const box = target.getBoundingClientRect();
    const around = (target.closest("#pane") ?? document.documentElement).getBoundingClientRect();
    const inside = box.top >= Math.max(around.top, 0) && box.bottom <= Math.min(around.bottom, innerHeight);
    return { hash: location.hash, words: target.textContent, focused: target === document.activeElement, inside };
  });
}

async function reading(browser, task, file) {
  // Without motion a place is reached at once, however busy the machine.
  const context = await browser.newContext({
    viewport: { width: 1300, height: 850 }, offline: true, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (line) => complaints.push(line.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  const url = pathToFileURL(file).href;
  await page.goto(url);
  await page.waitForTimeout(WAIT);
  if (task === "axe") await page.evaluate(AXE);
  const result = await TASKS[task](page);
  await context.close();
  const outside = requests.filter((each) => each.split("#")[0] !== url && !each.startsWith("data:"));
  return { ...result, outside, complaints };
}

(async () => {
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  const seen = {};
  try {
    for (const each of wanted) {
      const [task, file] = each.split("=");
      seen[each] = await reading(browser, task, file);
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(seen));
})();
