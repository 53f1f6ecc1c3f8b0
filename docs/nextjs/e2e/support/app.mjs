import { start } from "./processes.mjs";

export const SECRETS = {
  JWT_SECRET: "the e2e tests sign with this secret, and nobody else does",
  SERVICE_TOKEN: "the-e2e-tests-show-this-service-token",
};

/** Starts the built app the way `npm start` does. */
export function startApp(origin, env) {
  return start(process.execPath, ["scripts/run.mjs", "start", "-p", new URL(origin).port], {
    name: origin,
    env: { ...SECRETS, GUILDHALL_URL: process.env.GUILDHALL_URL, ...env },
    until: /Ready in/,
  });
}
