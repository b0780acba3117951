// Opens BPMN in bpmn-moddle and in the bpmn-js Modeler; where asked, moves and rewords a shape and saves.
import { pathToFileURL } from 'node:url';
import { bpmnPage } from '../../benchmarks/programs/bpmn_js.mjs';
import { inBrowser, job, require } from '../../benchmarks/programs/job.mjs';

async function moddle(xml) {
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

await inBrowser(async (browser) => {
  const page = await bpmnPage(browser, 1600, 1000);
  const results = [];
  for (const each of job.files) {
    results.push({ moddle: await moddle(each.xml), ...(await modeler(page, each)) });
  }
  return results;
});
