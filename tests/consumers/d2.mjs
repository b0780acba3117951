// Compiles and renders D2 texts with D2 itself and says what is in each picture: shapes with boxes, connections.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [given, made] = process.argv.slice(2);
const job = JSON.parse(fs.readFileSync(given, 'utf8'));
const folder = path.join(process.env.CONSUMERS, 'node_modules', '@terrastruct', 'd2');
const { D2 } = await import(pathToFileURL(path.join(folder, 'dist', 'node-esm', 'index.js')).href);

const d2 = new D2();
const results = [];
for (const text of job.files) {
  const { diagram, renderOptions } = await d2.compile(text, { layout: 'dagre' });
  const svg = await d2.render(diagram, renderOptions);
  const shapes = diagram.shapes.map(({ id, label, pos, width, height }) => [id, { label, ...pos, width, height }]);
  const links = diagram.connections.map(({ src, dst, label }) => [src, dst, label]);
  results.push({ shapes: Object.fromEntries(shapes), links, svg: svg.length });
}
fs.writeFileSync(made, JSON.stringify(results));
// Its worker would wait for more.
process.exit(0);
