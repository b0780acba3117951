// A page with the bpmn-js Modeler's code and an empty canvas of a size.
import path from 'node:path';
import { folder } from './job.mjs';

const CODE = path.join(folder, 'node_modules', 'bpmn-js', 'dist', 'bpmn-modeler.production.min.js');

export async function bpmnPage(browser, width, height) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<body style="margin:0"><div id="canvas" style="width:${width}px;height:${height}px"></div>`);
  await page.addScriptTag({ path: CODE });
  return page;
}
