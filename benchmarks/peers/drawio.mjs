// What draw.io takes to open a map, to paint it whole, and from an edit to its paint.
import { drawioPage } from '../programs/drawio.mjs';
import { inBrowser, job } from '../programs/job.mjs';
import { timing } from './frames.mjs';

async function measured({ xml, card, times, often }) {
  const { once, repeated, median } = window.timing;
  const still = await repeated(() => {}, often);
  let ui;
  window.frame.contentWindow.Draw.loadPlugin((found) => { ui = found; });
  const opened = [];
  for (let turn = 0; turn <= times; turn++) opened.push(await once(() => ui.setFileData(xml)));
  const { graph } = ui.editor;
  const { container, view } = graph;
  ui.actions.get('fitWindow').funct();
  const bounds = graph.getGraphBounds();
  if (bounds.width > container.clientWidth || bounds.height > container.clientHeight) {
    throw new Error(`not all is in view at ${view.scale}`);
  }
  const away = (turn) => (turn % 2 ? 40 : -40);
  const scroll = await repeated((turn) => { container.scrollLeft += away(turn); }, often);
  const shift = (turn) => view.setTranslate(view.translate.x + away(turn) / view.scale, view.translate.y);
  const pan = await repeated(shift, often);
  const cell = graph.getModel().getCell(card);
  graph.zoomTo(1);
  graph.scrollCellToVisible(cell, true);
  return {
    still,
    open: median(opened.slice(1)),
    scroll,
    pan,
    retitle: await repeated((turn) => graph.cellLabelChanged(cell, `Checks the open letter ${turn}`), often),
    move: await repeated((turn) => graph.moveCells([cell], away(turn), 0), often),
  };
}

await inBrowser(async (browser) => {
  const page = await drawioPage(browser, job.address, job.width, job.height);
  await page.evaluate(timing);
  return page.evaluate(measured, job);
});
