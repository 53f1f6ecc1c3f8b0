import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./support/app.mjs";
import { freePort } from "./support/processes.mjs";

const FAILURES = 10;

test("failed sign-ins are counted by the address at the other end, whatever the client says of itself", async (t) => {
  const app = await anApp(t, {});
  const email = `${crypto.randomUUID()}@example.org`;
  for (let i = 0; i < FAILURES; i++) assert.equal(await fail(app, email, `203.0.113.${i}`), "credentials_invalid");
  assert.equal(await fail(app, email, "203.0.113.99"), "rate_limited");
});

test("behind a proxy that is trusted, they are counted by the address that it heard", async (t) => {
  const app = await anApp(t, { TRUSTED_PROXIES: "127.0.0.0/8, ::1" });
  const email = `${crypto.randomUUID()}@example.org`;
  for (let i = 0; i < FAILURES; i++) assert.equal(await fail(app, email, `198.51.100.${i}, 203.0.113.1`), "credentials_invalid");
  assert.equal(await fail(app, email, "198.51.100.99, 203.0.113.1"), "rate_limited");
  assert.equal(await fail(app, email, "203.0.113.1, 203.0.113.2"), "credentials_invalid");
});

async function anApp(t, env) {
  const origin = `http://localhost:${await freePort()}`;
  const app = await startApp(origin, { ...env, AUTH_URL: origin });
  t.after(() => app.stop());
  return origin;
}

/** Why a sign-in was refused. */
async function fail(app, email, forwardedFor) {
  const csrf = await fetch(`${app}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const answer = await fetch(`${app}/api/auth/callback/credentials`, {
    method: "POST",
    headers: {
      Cookie: csrf.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; "),
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Auth-Return-Redirect": "1",
      "X-Forwarded-For": forwardedFor,
      "X-Peer-Address": forwardedFor.split(",")[0],
    },
    body: new URLSearchParams({ email, password: "a wrong guess", csrfToken }),
  });
  return new URL((await answer.json()).url).searchParams.get("code");
}
