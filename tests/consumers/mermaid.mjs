// Renders Mermaid texts in Chromium and says what each shows: nodes, edges, labels, the title.
import path from 'node:path';
import { folder, inBrowser, job } from '../../benchmarks/programs/job.mjs';

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

await inBrowser(async (browser) => {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ path: path.join(folder, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js') });
  await page.evaluate(() => window.mermaid.initialize({ startOnLoad: false }));
  const results = [];
  for (const text of job.files) results.push(await page.evaluate(drawn, text));
  return results;
});
