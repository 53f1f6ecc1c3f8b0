import { readFile } from "node:fs/promises";
import { here, run, start } from "./processes.mjs";

export const SECRETS = {
  JWT_SECRET: "the e2e tests sign with this secret, and nobody else does",
  SERVICE_TOKEN: "the-e2e-tests-show-this-service-token",
};

/** Builds the app, as `npm run build` does, for one wiring. */
export function build(wiring) {
  return run(process.execPath, ["node_modules/next/dist/bin/next", "build"], { WIRING: wiring });
}

/** Starts the built app the way `npm start` does. */
export function startApp(origin, env, until = /Ready in/) {
  return start(process.execPath, ["scripts/run.mjs", "start", "-p", new URL(origin).port], {
    name: origin,
    env: { ...SECRETS, ...env },
    until,
  });
}

/** Starts the app the way `npm run dev` does, which gives the script to a shell. */
export async function startDev(origin, env) {
  const { scripts } = JSON.parse(await readFile(here("package.json"), "utf8"));
  return start("sh", ["-c", `${scripts.dev} -p ${new URL(origin).port}`], {
    name: scripts.dev,
    env: { ...SECRETS, ...env },
    until: /Ready in/,
    detached: true,
  });
}
