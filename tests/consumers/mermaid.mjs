// Renders Mermaid texts in Chromium and says what each shows: nodes, edges, labels, the title.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [given, made] = process.argv.slice(2);
const job = JSON.parse(fs.readFileSync(given, 'utf8'));
const folder = process.env.CONSUMERS;
const require = createRequire(path.join(folder, 'package.json'));
const { chromium } = require('playwright-core');

async function drawn(text) {
  const { svg } = await window.mermaid.render('map', text);
  document.body.innerHTML = svg;
  const texts = (what) => [...document.querySelectorAll(what)].map((each) => each.textContent);
  return {
    // The cells of a grid are nodes without words.
    nodes: texts('g.node .nodeLabel').filter(Boolean),
    edges: document.querySelectorAll('path.flowchart-link').length,
    labels: texts('.edgeLabel .edgeLabel').filter(Boolean),
    title: texts('.flowchartTitleText')[0],
    foreign: document.querySelectorAll('.error-icon, svg a, svg img, svg i').length,
  };
}

const browser = await chromium.launch({ executablePath: job.browser, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ path: path.join(folder, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js') });
  await page.evaluate(() => window.mermaid.initialize({ startOnLoad: false }));
  const results = [];
  for (const text of job.files) results.push(await page.evaluate(drawn, text));
  fs.writeFileSync(made, JSON.stringify(results));
} finally {
  await browser.close();
}
