// Starts Next.js: node scripts/run.mjs dev|start, with what it needs found, or what is missing named.
import nextEnv from "@next/env";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { parseEnv } from "node:util";

const [command = "dev", ...rest] = process.argv.slice(2);
nextEnv.loadEnvConfig(process.cwd(), command === "dev", { info() {}, error: console.error });

const url = (process.env.GUILDHALL_URL ||= "http://localhost:8080");
const secrets = `${process.env.GUILDHALL_HOME || "../.."}/.guildhall/dev.env`;
const missing = ["JWT_SECRET", "SERVICE_TOKEN"].filter((name) => !process.env[name]);
if (missing.length) {
  const found = read(secrets);
  for (const name of missing) if (found[name]) process.env[name] = found[name];
}

const wrong = [];
for (const name of missing)
  if (!process.env[name])
    wrong.push(`${name} is not set, and ${secrets} has none: start Guildhall first, or copy .env.example to .env.local`);
if (!["cookie", "proxy", "bearer"].includes(process.env.WIRING || "cookie"))
  wrong.push(`WIRING is "${process.env.WIRING}"; it is cookie, proxy or bearer`);
for (const proxy of (process.env.TRUSTED_PROXIES || "").split(",").flatMap((entry) => entry.trim() || [])) {
  const [net, bits = "0", ...more] = proxy.split("/");
  if (!isIP(net) || !/^\d{1,3}$/.test(bits) || Number(bits) > (isIP(net) === 6 ? 128 : 32) || more.length)
    wrong.push(`TRUSTED_PROXIES has "${proxy}"; it is addresses or networks such as 10.0.0.0/8, separated by commas`);
}
const ready = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
if (!ready?.ok) wrong.push(`Guildhall does not answer at ${url}: start it (DEMO=true mvn compile exec:java), or set GUILDHALL_URL`);
if (wrong.length) {
  console.error(`This app can not start:\n${wrong.map((line) => `  - ${line}\n`).join("")}`);
  process.exit(1);
}

const next = new URL("../node_modules/next/dist/bin/next", import.meta.url).pathname;
const child = spawn(process.execPath, [next, command, ...rest], {
  stdio: "inherit",
  env: { NEXT_TELEMETRY_DISABLED: "1", ...process.env },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));

function read(file) {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
