// Fills Word templates with one of the engines that npm has; prints how many ms all files of a unit take, the fastest of some rounds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { engine, folder, files, rounds } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const require = createRequire(`${folder}/package.json`);

const engines = {
  docxtemplater() {
    const Zip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return (path, values) => {
      const document = new Docxtemplater(new Zip(readFileSync(path)));
      document.render(values);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  carbone() {
    const carbone = require("carbone");
    return (path, values) =>
      new Promise((done, failed) => carbone.render(path, values, (fault, made) => (fault ? failed(fault) : done(made))));
  },
  "docx-templates"() {
    const { createReport } = require("docx-templates");
    return async (path, values) =>
      Buffer.from(await createReport({ template: readFileSync(path), data: values, cmdDelimiter: ["{", "}"], noSandbox: true }));
  },
};

const fill = engines[engine]();
let fastest = Infinity;
for (let round = 0; round < rounds; round += 1) {
  const began = performance.now();
  for (const { template, values } of files) {
    const made = await fill(template, values);
    if (made.length < 1000) throw new Error("no document");
  }
  fastest = Math.min(fastest, performance.now() - began);
}
console.log(fastest);
process.exit(0);
