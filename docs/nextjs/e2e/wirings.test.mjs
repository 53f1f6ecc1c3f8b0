import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { build, startApp, startDev } from "./support/app.mjs";
import { launch, person } from "./support/browser.mjs";

// Names under localhost are this machine for every browser, and *.market.localhost is one site, as *.market.example is.
const [, SAME_SITE, PROXY, OTHER_SITE, LAN] = process.env.ORIGINS.split(",");
const port = new URL(process.env.GUILDHALL_URL).port;
const API = `http://api.market.localhost:${port}`;
const LAN_API = `http://guildhall.lan:${port}`;
const SHOWN = ["/guildhall/gigs", "/guildhall/me", "/guildhall/docs", "/guildhall/docs/docs.js", "/guildhall/health/live"];
const HIDDEN = [
  "/guildhall/internal/users?email=ada@demo.guildhall.example",
  "/guildhall/metrics",
  "/guildhall/health/ready",
  "/guildhall",
  "/guildhall/",
  "/guildhall//metrics",
  "/guildhall/./metrics",
  "/guildhall/%6Detrics",
  "/guildhall/gigs/../metrics",
  "/guildhall/gigs/%2e%2e/metrics",
  "/guildhall/gigs/..%2fmetrics",
  "/guildhall/gigs/%2e%2e%2fmetrics",
  "/guildhall/docs/..%2Fmetrics",
  "/guildhall/docs/%2e%2e",
  "/guildhall/users/x%2f..%2f..%2fmetrics/gigs",
  "/guildhall/users/..%5c..%5cmetrics",
  "/guildhall/gigs/%252e%252e%252fmetrics",
  "/metrics",
  "/internal/users",
];
const DEMO_PASSWORD = "guildhall-demo";
const MINUTE = 60_000;

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

wiring("one site with a cookie domain", SAME_SITE, API, {
  WIRING: "cookie",
  GUILDHALL_PUBLIC_URL: API,
  COOKIE_DOMAIN: "market.localhost",
});
wiring("a local network on plain http", LAN, LAN_API, { WIRING: "cookie", GUILDHALL_PUBLIC_URL: LAN_API, AUTH_URL: LAN });
test("`npm run dev` works in a local network, and leaves no process behind", { timeout: 240_000 }, async (t) => {
  const app = await startDev(LAN, { GUILDHALL_PUBLIC_URL: LAN_API, AUTH_URL: LAN });
  t.after(() => isRunning(app) && process.kill(-app.pid, "SIGKILL"));
  // A page is compiled when it is asked for first, which may take longer than a browser waits.
  for (const path of ["/sign-in", "/"]) await fetch(`http://localhost:${new URL(LAN).port}${path}`);
  const mira = await person(browser, LAN);
  await mira.signIn("mira@demo.guildhall.example", DEMO_PASSWORD);
  process.kill(app.pid, "SIGTERM");
  assert.ok(await Promise.race([app.closed, setTimeout(20_000)]), "a process goes on after SIGTERM");
});
test("an app that was built for another wiring does not start", async () => {
  const app = await startApp(OTHER_SITE, { WIRING: "bearer", GUILDHALL_PUBLIC_URL: API }, /built with WIRING=cookie/);
  await assert.rejects(app.hears(/this is never said/), /ended with 1/);
});
wiring("one origin through a proxy", PROXY, `${PROXY}/guildhall`, { WIRING: "proxy" });
wiring("another site, with tokens and tickets", OTHER_SITE, API, { WIRING: "bearer", GUILDHALL_PUBLIC_URL: API });

function wiring(name, origin, api, env) {
  test(name, { timeout: 240_000 }, async (t) => {
    if (env.WIRING !== "cookie") await build(env.WIRING);
    const app = await startApp(origin, env);
    t.after(() => app.stop());
    for (const path of HIDDEN) assert.equal(await isForwarded(origin, path), false, path);
    for (const path of SHOWN) assert.equal(await isForwarded(origin, path), env.WIRING === "proxy", path);
    if (env.WIRING === "proxy") await browsesTheContract(origin);
    const [mira, jonas] = await Promise.all([1, 2].map(() => person(browser, origin)));
    await jonas.go("/");
    assert.equal(await jonas.page.evaluate(() => isSecureContext), origin !== LAN);
    const calls = [];
    const sockets = [];
    jonas.page.on("request", (request) => calls.push(request));
    jonas.page.on("websocket", (socket) => sockets.push(socket.url()));
    await mira.signIn("mira@demo.guildhall.example", DEMO_PASSWORD);
    await jonas.signIn("jonas@demo.guildhall.example", DEMO_PASSWORD);

    const title = `Logo by way of ${name}`;
    await mira.go("/gigs/new");
    await mira.fill({ Title: title, Description: "Drawn for this test.", Price: "10", "Delivery in days": "3" });
    await mira.press("Publish");
    await mira.see("Delivered in 3 days");
    await jonas.go(new URL(mira.page.url()).pathname);
    await jonas.press("Order for $10.00");
    await jonas.see("It is your move");

    await mira.go(new URL(jonas.page.url()).pathname);
    await mira.say(`Hello by way of ${name}`);
    await jonas.page.getByRole("log").getByText(`Hello by way of ${name}`).waitFor();

    const placing = calls.find((call) => call.method() === "POST" && call.url() === `${api}/orders`);
    assert.ok(placing, `the order is placed at ${api}`);
    const headers = await placing.allHeaders();
    assert.equal("cookie" in headers, env.WIRING !== "bearer");
    assert.equal("authorization" in headers, env.WIRING === "bearer");
    const socket = sockets.at(-1);
    assert.ok(socket.startsWith(`${api.replace("http", "ws")}/ws/`), socket);
    assert.equal(socket.includes("?ticket="), env.WIRING === "bearer");
    await outlivesItsToken(jonas, env.WIRING === "bearer" ? 10 * MINUTE : 12 * 60 * MINUTE);
    assert.deepEqual([...mira.complaints, ...jonas.complaints], [], "no page throws");
  });
}

/** A page renews its socket before the token ends, as its clock tells, which is put forward here. */
async function outlivesItsToken(user, lifetime) {
  const { page } = user;
  await page.clock.install();
  const heard = (type) =>
    new Promise((hear) => {
      page.on("websocket", (socket) => {
        socket.on("framereceived", ({ payload }) => JSON.parse(payload).type === type && hear(socket));
      });
    });
  const [synced, renewed] = ["synced", "renewed"].map(heard);
  await user.go(page.url());
  const socket = await synced;
  // The page may take a frame later than this test hears it, and would give up a socket that has not answered for long by its clock.
  // It takes them in their order, and ends "sending…" only with the frame that says so.
  await user.say("Still here");
  await page.getByText("sending…").waitFor({ state: "detached" });
  await page.clock.fastForward(lifetime - MINUTE / 2);
  assert.equal(await renewed, socket, "the socket stays");
}

/** Whether any process of its group is left. */
function isRunning({ pid }) {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

/** Whether Guildhall has answered: it gives everything it answers an id. */
async function isForwarded(origin, path) {
  const { port } = new URL(origin);
  // By this name, since Node.js does not know all those under it; and as it stands: a client that is more helpful would tidy the path up.
  const asked = request({ host: "localhost", port, path, headers: { Authorization: "Bearer the-e2e-tests-show-this-service-token" } });
  asked.end();
  const [answer] = await once(asked, "response");
  answer.resume();
  return "x-request-id" in answer.headers;
}

/** The page at /docs works behind the prefix, the calls that it makes included. */
async function browsesTheContract(origin) {
  const { page, complaints } = await person(browser, origin);
  await page.goto("/guildhall/docs");
  await page.locator("#operations-Gigs-listGigs .opblock-summary-control").click();
  await page.getByRole("button", { name: "Try it out" }).click();
  const call = page.waitForResponse((any) => new URL(any.url()).pathname.endsWith("/gigs"));
  await page.getByRole("button", { name: "Execute" }).click();
  const answer = await call;
  assert.equal(new URL(answer.url()).pathname, "/guildhall/gigs");
  assert.equal(answer.status(), 200);
  assert.deepEqual(complaints, []);
}
