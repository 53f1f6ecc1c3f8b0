// npm run e2e: builds the app, starts Guildhall from its jar, and walks through the story in a real browser.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRETS } from "./support/app.mjs";
import { freePort, here, run, start, stopAll } from "./support/processes.mjs";

const AT_MOST_MS = 15 * 60_000;
const jar = process.env.GUILDHALL_JAR || here("../../target/guildhall.jar");
const home = await mkdtemp(join(tmpdir(), "guildhall-e2e-"));
const late = setTimeout(() => finish(1, "It took too long."), AT_MOST_MS);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => finish(1, "Interrupted."));

try {
  const [guildhall, ...apps] = await Promise.all(Array.from({ length: 5 }, freePort));
  const GUILDHALL_URL = `http://localhost:${guildhall}`;
  const origins = [
    `http://localhost:${apps[0]}`,
    `http://app.market.localhost:${apps[1]}`,
    `http://market.localhost:${apps[2]}`,
    `http://elsewhere.localhost:${apps[3]}`,
  ];
  await mkdir(here("screenshots"), { recursive: true });
  const ready = start("java", ["-jar", jar], {
    name: "guildhall",
    cwd: home,
    env: { PORT: String(guildhall), DEMO: "true", ALLOWED_ORIGINS: origins.join(), ...SECRETS },
    until: /Guildhall listens/,
  });
  await run(process.execPath, ["node_modules/next/dist/bin/next", "build"], { GUILDHALL_URL });
  await ready;
  const tests = ["e2e/story.test.mjs", "e2e/wirings.test.mjs"];
  const env = { GUILDHALL_URL, ORIGINS: origins.join() };
  await run(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...tests], env);
  await finish(0, "Two people and an admin have been through the whole story, and each wiring works.");
} catch (failed) {
  await finish(1, failed.message);
}

async function finish(code, words) {
  clearTimeout(late);
  await stopAll();
  await rm(home, { recursive: true, force: true });
  console.log(`e2e ${code === 0 ? "passed" : "FAILED"}: ${words}`);
  process.exit(code);
}
