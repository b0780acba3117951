// Reads a CSV with the importer of Linear's own package and prints what it makes of it; it never reaches the network.
// The bundle runs its questions at its end: it is cut there, and hands out the importer instead.
const fs = require("fs");
const path = require("path");
const Module = require("module");

const [bundle, csv] = process.argv.slice(2);
const text = fs.readFileSync(bundle, "utf8");
const questions = text.lastIndexOf("(async () => {");
const loaded = new Module(bundle, module);
loaded.filename = bundle;
loaded.paths = Module._nodeModulePaths(path.dirname(bundle));
loaded._compile(text.slice(0, questions) + "\nmodule.exports = { LinearCsvImporter };\n", bundle);
new loaded.exports.LinearCsvImporter(csv).import().then((found) => console.log(JSON.stringify(found)));
