// Makes a client with each generator from docs/openapi.yaml, compiles it, and lets two people trade through it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, start, stopAll } from "../../../docs/nextjs/e2e/support/processes.mjs";
import { agree } from "./agreement.mjs";
import { startLaterVersion } from "./later-version.mjs";

const AT_MOST_MS = 20 * 60_000;
const SECRETS = {
  JWT_SECRET: "the clients' tests sign with this secret, and nobody else does",
  SERVICE_TOKEN: "the-clients-tests-show-this-service-token",
};

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here("../../..");
const made = join(root, "target/clients");
const contract = join(root, "docs/openapi.yaml");
const bin = (name) => here(`node_modules/.bin/${name}`);

const GENERATORS = {
  "openapi-typescript": () => [bin("openapi-typescript"), contract, "-o", join(made, "openapi-typescript/api.ts")],
  "hey-api": () => [bin("openapi-ts")],
  orval: () => [bin("orval")],
  "openapi-zod-client": () => [bin("openapi-zod-client"), contract, "-o", join(made, "openapi-zod-client/api.ts")],
};
const only = process.argv.slice(2);
const isWanted = (name) => only.length === 0 || only.includes(name);

const home = await mkdtemp(join(tmpdir(), "guildhall-clients-"));
const patience = AbortSignal.timeout(AT_MOST_MS);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => finish(1, "Interrupted."));
let finishing;

try {
  const port = await freePort();
  await start("java", ["-jar", join(root, "target/guildhall.jar")], {
    name: "Guildhall",
    cwd: home,
    env: { PORT: String(port), WRITE_RATE: "0", ...SECRETS },
    until: /Guildhall listens/,
  });
  const url = `http://127.0.0.1:${port}`;
  const later = await startLaterVersion(port);
  const env = { GUILDHALL_URL: later.url, ...SECRETS };
  await mkdir(made, { recursive: true });
  // The clients import what stands beside their generators.
  if (!existsSync(join(made, "node_modules"))) await symlink(here("node_modules"), join(made, "node_modules"));

  const inTypeScript = Object.keys(GENERATORS).filter(isWanted);
  for (const name of inTypeScript) {
    await rm(join(made, name), { recursive: true, force: true });
    await mkdir(join(made, name));
    await step(name, "makes no client", GENERATORS[name](), { env });
  }
  if (inTypeScript.length) await step("tsc", "does not compile the clients", [bin("tsc"), "-p", here("tsconfig.json"), "--pretty", "false"]);
  for (const name of inTypeScript) {
    const walk = join(made, `${name}.mjs`);
    await step(name, "makes a client that cannot be bundled", [bin("esbuild"), ...bundle(here(`walks/${name}.ts`), walk)]);
    await step(name, "makes a client that does not walk an order", [process.execPath, walk], { env });
  }
  for (const name of ["java", "kotlin"].filter(isWanted)) {
    const mvn = ["mvn", "-B", "-q", "-Dstyle.color=never", "-f", here(`${name}/pom.xml`)];
    await step(name, "makes no client that compiles", [...mvn, "clean", "compile"]);
    await step(name, "makes a client that does not walk an order", [...mvn, "exec:java"], { env });
  }
  if (isWanted("chat")) {
    const chat = join(made, "chat.mjs");
    await step("chat", "cannot be bundled", [bin("esbuild"), ...bundle(here("chat.mjs"), chat)]);
    await step("chat", "does not work with a later version", [process.execPath, chat], { env: { ...env, GUILDHALL_URL: url } });
  }
  if (isWanted("ajv")) console.log(await agree(url, SECRETS));
  await later.stop();
  await finish(0, "Every client made from the contract works.");
} catch (failed) {
  await finish(1, failed.stack);
}

function bundle(from, to) {
  // Some packages are CommonJS, which a bundle of modules has no require for.
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  return [from, "--bundle", "--platform=node", "--format=esm", `--outfile=${to}`, "--log-level=error", `--banner:js=${require}`];
}

/** Runs one command of one generator; what it prints is shown whole only if it fails. */
function step(name, failure, [command, ...args], { env } = {}) {
  return new Promise((done, failed) => {
    const options = { cwd: here("."), env: { ...process.env, ...env }, signal: patience, maxBuffer: 64 << 20 };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error) failed(new Error(`${name} ${failure}: ${command} ${args.join(" ")}\n${stdout}${stderr}${error.message}`));
      else done(stdout.match(new RegExp(`${name}: .*`))?.forEach((line) => console.log(line)));
    }).stdin.end();
  });
}

function finish(code, words) {
  return (finishing ??= (async () => {
    await stopAll();
    await rm(home, { recursive: true, force: true });
    console.log(`clients ${code === 0 ? "passed" : "FAILED"}: ${words}`);
    process.exit(code);
  })());
}
