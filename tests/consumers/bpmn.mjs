// Opens BPMN in bpmn-moddle and in the bpmn-js Modeler; where asked, moves and rewords a shape and saves.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [given, made] = process.argv.slice(2);
const job = JSON.parse(fs.readFileSync(given, 'utf8'));
const folder = process.env.CONSUMERS;
const require = createRequire(path.join(folder, 'package.json'));
const dist = path.join(folder, 'node_modules', 'bpmn-js', 'dist');

async function moddle(xml) {
  const { pathToFileURL } = require('node:url');
  const module = await import(pathToFileURL(require.resolve('bpmn-moddle')).href);
  const Moddle = module.BpmnModdle ?? module.default;
  const read = await new Moddle().fromXML(xml);
  return read.warnings.map((warning) => warning.message);
}

async function modeler(page, { xml, edits }) {
  return page.evaluate(async ({ xml, edits }) => {
    window.modeler?.destroy();
    window.modeler = new window.BpmnJS({ container: '#canvas' });
    const { warnings } = await window.modeler.importXML(xml);
    const registry = window.modeler.get('elementRegistry');
    const modeling = window.modeler.get('modeling');
    const types = {};
    registry.forEach((element) => {
      if (element.type !== 'label') types[element.type] = (types[element.type] ?? 0) + 1;
    });
    for (const edit of edits ?? []) {
      const shape = registry.get(edit.id);
      modeling.moveElements([shape], { x: edit.x, y: edit.y }, registry.get(edit.into));
      modeling.updateLabel(shape, edit.text);
    }
    const saved = await window.modeler.saveXML({ format: true });
    return { warnings: warnings.map((warning) => warning.message), types, saved: saved.xml };
  }, { xml, edits });
}

const { chromium } = require('playwright-core');
const browser = await chromium.launch({ executablePath: job.browser, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.setContent('<div id="canvas" style="width:1600px;height:1000px"></div>');
  await page.addScriptTag({ path: path.join(dist, 'bpmn-modeler.production.min.js') });
  const results = [];
  for (const each of job.files) {
    results.push({ moddle: await moddle(each.xml), ...(await modeler(page, each)) });
  }
  fs.writeFileSync(made, JSON.stringify(results));
} finally {
  await browser.close();
}
