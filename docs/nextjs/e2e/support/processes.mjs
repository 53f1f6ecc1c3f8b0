import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const PATIENCE_MS = 3 * 60_000;
const running = new Set();

/** The path of a file of this app. */
export const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Runs a command to its end, which has to be a good one. */
export async function run(command, args, env) {
  const child = keep(spawn(command, args, { cwd: here("."), stdio: "inherit", env: { ...process.env, ...env, NEXT_TELEMETRY_DISABLED: "1" } }));
  const code = await ended(child);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
}

/**
 * Starts a server and waits for the words that say it is there; `hears` waits for any others, and `closed` for the end of all
 * processes that share its output. Detached, it has a process group of its own.
 */
export async function start(command, args, { name, cwd = here("."), env, until, detached }) {
  const child = keep(spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env }, detached }));
  const closed = new Promise((end) => child.once("close", () => end(true)));
  const voice = new EventEmitter();
  let said = "";
  let end;
  const hear = (words) => voice.emit("more", (said += words));
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  child.on("error", (error) => hear((end = error.message)));
  child.on("close", (code, signal) => voice.emit("more", (end ??= code ?? signal)));

  const hears = async (pattern) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    while (!pattern.test(said)) {
      if (end !== undefined) throw new Error(`${name} ended with ${end}:\n${said}`);
      await once(voice, "more", { signal }).catch(() => {
        throw new Error(`${name} has not said ${pattern} yet:\n${said}`);
      });
    }
    return said.match(pattern);
  };
  await hears(until);
  return { hears, closed, pid: child.pid, stop: () => stop(child) };
}

export const stopAll = () => Promise.all([...running].map(stop));

function keep(child) {
  running.add(child);
  child.on("exit", () => running.delete(child));
  return child;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = ended(child);
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await end;
  clearTimeout(late);
}

const ended = (child) => new Promise((end) => child.once("exit", (code, signal) => end(code ?? signal)));
