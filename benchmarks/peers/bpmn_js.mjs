// What bpmn-js takes to open a map, to paint it whole, and from an edit to its paint.
import { bpmnPage } from '../programs/bpmn_js.mjs';
import { inBrowser, job } from '../programs/job.mjs';
import { timing } from './frames.mjs';

async function measured({ xml, card, times, often }) {
  const { once, repeated, median } = window.timing;
  const still = await repeated(() => {}, often);
  const opened = [];
  for (let turn = 0; turn <= times; turn++) {
    window.modeler?.destroy();
    window.modeler = new window.BpmnJS({ container: '#canvas' });
    opened.push(await once(() => window.modeler.importXML(xml)));
  }
  const canvas = window.modeler.get('canvas');
  const shape = window.modeler.get('elementRegistry').get(card);
  const modeling = window.modeler.get('modeling');
  canvas.zoom('fit-viewport');
  const away = (turn) => (turn % 2 ? 40 : -40);
  const pan = await repeated((turn) => canvas.scroll({ dx: away(turn), dy: 0 }), often);
  canvas.zoom(1);
  canvas.scrollToElement(shape);
  return {
    still,
    open: median(opened.slice(1)),
    pan,
    retitle: await repeated((turn) => modeling.updateLabel(shape, `Checks the open letter ${turn}`), often),
    move: await repeated((turn) => modeling.moveElements([shape], { x: away(turn), y: 0 }), often),
  };
}

await inBrowser(async (browser) => {
  const page = await bpmnPage(browser, job.width, job.height);
  await page.evaluate(timing);
  return page.evaluate(measured, job);
});
