// Opens diagrams in draw.io, moves and rewords shapes where asked, and saves them as it does: packed, and as a picture.
import { drawioPage, say, told } from '../../benchmarks/programs/drawio.mjs';
import { inBrowser, job } from '../../benchmarks/programs/job.mjs';

await inBrowser(async (browser) => {
  const page = await drawioPage(browser, job.address, 1600, 1000);
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
  return results;
});
