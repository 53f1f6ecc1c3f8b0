// npm run e2e: builds the app, starts Guildhall from its jar, and walks through the story in a real browser.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, SECRETS } from "./support/app.mjs";
import { freePort, here, run, start, stopAll } from "./support/processes.mjs";

const AT_MOST_MS = 20 * 60_000;
const jar = process.env.GUILDHALL_JAR || here("../../target/guildhall.jar");
const home = await mkdtemp(join(tmpdir(), "guildhall-e2e-"));
setTimeout(() => finish(1, "It took too long."), AT_MOST_MS);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => finish(1, "Interrupted."));

let finishing;

try {
  const [guildhall, internal, ...apps] = await Promise.all(Array.from({ length: 7 }, freePort));
  process.env.GUILDHALL_URL = `http://localhost:${guildhall}`;
  process.env.GUILDHALL_INTERNAL_URL = `http://localhost:${internal}`;
  const ORIGINS = ["localhost", "app.market.localhost", "market.localhost", "elsewhere.localhost", "guildhall.lan"]
    .map((host, i) => `http://${host}:${apps[i]}`)
    .join();
  await mkdir(here("screenshots"), { recursive: true });
  await build("cookie");
  await start("java", ["-jar", jar], {
    name: "Guildhall",
    cwd: home,
    env: { PORT: String(guildhall), INTERNAL_PORT: String(internal), DEMO: "true", ALLOWED_ORIGINS: ORIGINS, ...SECRETS },
    until: /Guildhall listens/,
  });
  const tests = ["e2e/story.test.mjs", "e2e/wirings.test.mjs", "e2e/sign-in.test.mjs"];
  const options = ["--test-concurrency=1", "--test-reporter=spec"];
  await run(process.execPath, ["--test", ...options, ...tests], { ORIGINS });
  await finish(0, "Two people and an admin have been through the whole story, and each wiring works.");
} catch (failed) {
  await finish(1, failed.message);
}

function finish(code, words) {
  return (finishing ??= (async () => {
    await stopAll();
    await rm(home, { recursive: true, force: true });
    console.log(`e2e ${code === 0 ? "passed" : "FAILED"}: ${words}`);
    process.exit(code);
  })());
}
