// Renders Mermaid files in Chromium and prints what each shows: nodes, edges, labels, the title.
const fs = require("fs");

const [playwright, mermaid, browser, ...files] = process.argv.slice(2);

async function drawn(text) {
  const { svg } = await window.mermaid.render("map", text);
  document.body.innerHTML = svg;
  const texts = (what) => [...document.querySelectorAll(what)].map((each) => each.textContent);
  return {
    // The cells of a grid are nodes without words.
    nodes: texts("g.node .nodeLabel").filter(Boolean),
    edges: document.querySelectorAll("path.flowchart-link").length,
    labels: texts(".edgeLabel .edgeLabel").filter(Boolean),
    title: texts(".flowchartTitleText")[0],
    foreign: document.querySelectorAll(".error-icon, svg a, svg img, svg i").length,
  };
}

(async () => {
  const chromium = await require(playwright).chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
  try {
    const page = await chromium.newPage();
    await page.setContent("<!doctype html><body></body>");
    await page.addScriptTag({ path: mermaid });
    await page.evaluate(() => window.mermaid.initialize({ startOnLoad: false }));
    const found = [];
    for (const file of files) found.push(await page.evaluate(drawn, fs.readFileSync(file, "utf8")));
    console.log(JSON.stringify(found));
  } finally {
    await chromium.close();
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
