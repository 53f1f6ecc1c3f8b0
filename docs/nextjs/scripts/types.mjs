// Writes the types of both contracts into lib/; with --check it only says whether they are what is there.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";

const HEADER = "// Generated from the contract by `npm run types`. Do not edit.\n\n";
const docs = new URL("../../", import.meta.url);
const lib = new URL("../lib/", import.meta.url);

const rest = new URL("openapi.yaml", docs);
// The frames' schemas are JSON Schema like those of OpenAPI; dressed up as one, the same tool reads them.
const frames = {
  openapi: "3.1.0",
  info: { title: "frames", version: "0" },
  paths: {},
  components: { schemas: parse(await readFile(new URL("asyncapi.yaml", docs), "utf8")).components.schemas },
};

let stale = false;
for (const [contract, name] of [[rest, "guildhall.types.ts"], [frames, "frames.types.ts"]]) {
  const file = new URL(name, lib);
  const text = HEADER + astToString(await openapiTS(contract));
  if (!process.argv.includes("--check")) {
    await writeFile(file, text);
  } else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`lib/${name} is not what the contract says: npm run types`);
    stale = true;
  }
}
process.exitCode = stale ? 1 : 0;
