// Compiles and renders D2 files with D2 itself and prints what is in each picture: shapes with boxes, connections.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [bundle, ...files] = process.argv.slice(2);

async function drawn(d2, file) {
  const { diagram, renderOptions } = await d2.compile(readFileSync(file, "utf8"), { layout: "dagre" });
  const svg = await d2.render(diagram, renderOptions);
  const shapes = diagram.shapes.map(({ id, label, pos, width, height }) => [id, { label, ...pos, width, height }]);
  const links = diagram.connections.map(({ src, dst, label }) => [src, dst, label]);
  return { shapes: Object.fromEntries(shapes), links, svg: svg.length };
}

try {
  const { D2 } = await import(pathToFileURL(bundle));
  const d2 = new D2();
  const found = [];
  for (const file of files) found.push(await drawn(d2, file));
  console.log(JSON.stringify(found));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
