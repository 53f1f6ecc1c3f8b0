import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { setTimeout } from "node:timers/promises";
import { test } from "node:test";
import { SECRETS, startApp } from "./support/app.mjs";
import { freePort } from "./support/processes.mjs";

const FAILURES = 10;
const COOKIE = "authjs.session-token";
const DAY = 24 * 60 * 60;

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

test("a session is good in the cookie alone, and a bearer token in the header alone", async (t) => {
  const app = await anApp(t, {});
  const session = await signIn(app);
  const { token, expires_in } = await (await ask(app, "/api/token", session)).json();
  assert.deepEqual([session, token].map((jwt) => decodeProtectedHeader(jwt).typ), ["session+jwt", "at+jwt"]);
  assert.equal(decodeJwt(token).exp - decodeJwt(token).iat, expires_in);

  const user = decodeJwt(session).sub;
  assert.equal((await (await ask(app, "/api/auth/session", session)).json()).user.id, user);
  assert.equal(await (await ask(app, "/api/auth/session", token)).json(), null);
  assert.equal((await ask(app, "/api/token", token)).status, 401);

  const me = (headers) => fetch(`${process.env.GUILDHALL_URL}/me`, { headers });
  assert.equal((await me({ Authorization: `Bearer ${token}` })).status, 200);
  assert.equal((await me({ Cookie: `${COOKIE}=${session}` })).status, 200);
  assert.equal((await me({ Authorization: `Bearer ${session}` })).status, 401);
  assert.equal((await me({ Cookie: `${COOKIE}=${token}` })).status, 401);
});

test("a session that is signed anew keeps the time of its sign-in, and the next sign-in has its own", async (t) => {
  const app = await anApp(t, {});
  const first = await signIn(app);
  // Times in tokens are whole seconds.
  await setTimeout(1_100);
  const second = await signIn(app);
  assert.ok(decodeJwt(second).auth_time > decodeJwt(first).auth_time);
  for (const path of ["/api/auth/session", "/api/token"]) {
    const renewed = sessionIn(await ask(app, path, first));
    assert.equal(decodeJwt(renewed).auth_time, decodeJwt(first).auth_time, path);
    assert.ok(decodeJwt(renewed).exp > decodeJwt(first).exp, path);
  }
  const { token } = await (await ask(app, "/api/token", first)).json();
  assert.equal(decodeJwt(token).auth_time, decodeJwt(first).auth_time);
});

test("a session is not signed anew forever", async (t) => {
  const app = await anApp(t, {});
  const { sub } = decodeJwt(await signIn(app));
  const signedIn = (ago) =>
    new SignJWT({ auth_time: Math.floor(Date.now() / 1000) - ago })
      .setProtectedHeader({ alg: "HS256", typ: "session+jwt" })
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(SECRETS.JWT_SECRET));
  assert.equal((await ask(app, "/api/token", await signedIn(29 * DAY))).status, 200);
  assert.equal((await ask(app, "/api/token", await signedIn(31 * DAY))).status, 401);
});

async function anApp(t, env) {
  const origin = `http://localhost:${await freePort()}`;
  const app = await startApp(origin, { ...env, AUTH_URL: origin });
  t.after(() => app.stop());
  return origin;
}

/** Why a sign-in was refused. */
async function fail(app, email, forwardedFor) {
  const answer = await enter(app, email, "a wrong guess", {
    "X-Forwarded-For": forwardedFor,
    "X-Peer-Address": forwardedFor.split(",")[0],
  });
  return new URL((await answer.json()).url).searchParams.get("code");
}

/** The session of somebody of the demo. */
async function signIn(app) {
  return sessionIn(await enter(app, "mira@demo.guildhall.example", "guildhall-demo"));
}

async function enter(app, email, password, headers = {}) {
  const csrf = await fetch(`${app}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  return fetch(`${app}/api/auth/callback/credentials`, {
    method: "POST",
    headers: {
      Cookie: csrf.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; "),
      "Content-Type": "application/x-www-form-urlencoded",
      "X-Auth-Return-Redirect": "1",
      ...headers,
    },
    body: new URLSearchParams({ email, password, csrfToken }),
  });
}

const ask = (app, path, session) => fetch(app + path, { headers: { Cookie: `${COOKIE}=${session}` } });

function sessionIn(answer) {
  const [cookie] = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith(`${COOKIE}=`));
  return cookie.split(";")[0].slice(COOKIE.length + 1);
}
