// Opens diagrams in draw.io, moves and rewords shapes where asked, and saves them as it does: packed, and as a picture.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [given, made] = process.argv.slice(2);
const job = JSON.parse(fs.readFileSync(given, 'utf8'));
const require = createRequire(path.join(process.env.CONSUMERS, 'package.json'));
const { chromium } = require('playwright-core');

async function told(page, event) {
  for (let tries = 0; tries < 600; tries++) {
    const found = await page.evaluate((event) => {
      const place = window.told.findIndex((message) => message.event === event);
      return place < 0 ? null : window.told.splice(place, 1)[0];
    }, event);
    if (found) return found;
    await page.waitForTimeout(100);
  }
  throw new Error(`draw.io never said ${event}`);
}

async function say(page, message) {
  await page.evaluate((text) => window.frame.contentWindow.postMessage(text, '*'), JSON.stringify(message));
}

const browser = await chromium.launch({ executablePath: job.browser, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.route('**', (route) => (route.request().url().startsWith(job.address) ? route.continue() : route.abort()));
  await page.goto(`${job.address}/clear.html`);
  await page.evaluate(() => {
    window.told = [];
    window.addEventListener('message', (event) => window.told.push(JSON.parse(event.data)));
    window.frame = document.createElement('iframe');
    window.frame.style = 'width:1580px;height:980px';
    window.frame.src = 'index.html?embed=1&proto=json&stealth=1&lang=en';
    document.body.replaceChildren(window.frame);
  });
  await told(page, 'init');
  const results = [];
  for (const each of job.files) {
    await say(page, { action: 'load', xml: each.xml, autosave: 0 });
    await told(page, 'load');
    const counts = await page.evaluate((edits) => {
      const inside = window.frame.contentWindow;
      let counts;
      inside.Draw.loadPlugin((ui) => {
        const graph = ui.editor.graph;
        const model = graph.getModel();
        for (const edit of edits) {
          const cell = model.getCell(edit.id);
          graph.cellLabelChanged(cell, edit.label);
          model.add(model.getCell(edit.into), cell);
        }
        const cells = Object.values(model.cells);
        counts = {
          edges: cells.filter((cell) => cell.edge && cell.source && cell.target).length,
          cards: cells.filter((cell) => cell.value?.getAttribute?.('throughline') === 'card').length,
          lanes: cells.filter((cell) => cell.value?.getAttribute?.('throughline') === 'lane').length,
        };
      });
      return counts;
    }, each.edits ?? []);
    await say(page, { action: 'export', format: 'xmlsvg' });
    const saved = await told(page, 'export');
    const picture = Buffer.from(saved.data.split(',')[1], 'base64').toString('utf8');
    results.push({ counts, xml: saved.xml, picture });
  }
  fs.writeFileSync(made, JSON.stringify(results));
} finally {
  await browser.close();
}
