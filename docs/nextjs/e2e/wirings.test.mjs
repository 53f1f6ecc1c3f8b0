import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp } from "./support/app.mjs";
import { launch, person } from "./support/browser.mjs";

// Names under localhost are this machine for every browser, and *.market.localhost is one site, as *.market.example is.
const [, SAME_SITE, PROXY, OTHER_SITE] = process.env.ORIGINS.split(",");
const port = new URL(process.env.GUILDHALL_URL).port;
const API = `http://api.market.localhost:${port}`;
const DEMO_PASSWORD = "guildhall-demo";

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

wiring("one site with a cookie domain", SAME_SITE, API, {
  WIRING: "cookie",
  GUILDHALL_PUBLIC_URL: API,
  COOKIE_DOMAIN: "market.localhost",
});
wiring("one origin through a proxy", PROXY, `${PROXY}/guildhall`, { WIRING: "proxy" });
wiring("another site, with tokens and tickets", OTHER_SITE, API, { WIRING: "bearer", GUILDHALL_PUBLIC_URL: API });

function wiring(name, origin, api, env) {
  test(name, { timeout: 240_000 }, async (t) => {
    const app = await startApp(origin, env);
    t.after(() => app.stop());
    const [mira, jonas] = await Promise.all([1, 2].map(() => person(browser, origin)));
    const calls = [];
    const sockets = [];
    jonas.page.on("request", (request) => calls.push(request));
    jonas.page.on("websocket", (socket) => sockets.push(socket.url()));
    await mira.signIn("mira@demo.guildhall.example", DEMO_PASSWORD);
    await jonas.signIn("jonas@demo.guildhall.example", DEMO_PASSWORD);

    const title = `Logo by way of ${env.WIRING}`;
    await mira.go("/gigs/new");
    await mira.fill({ Title: title, Description: "Drawn for this test.", Price: "10", "Delivery in days": "3" });
    await mira.press("Publish");
    await mira.see("Delivered in 3 days");
    await jonas.go(new URL(mira.page.url()).pathname);
    await jonas.press("Order for $10.00");
    await jonas.see("It is your move");

    await mira.go(new URL(jonas.page.url()).pathname);
    await mira.say(`Hello by way of ${env.WIRING}`);
    await jonas.page.getByRole("log").getByText(`Hello by way of ${env.WIRING}`).waitFor();

    const placing = calls.find((call) => call.method() === "POST" && call.url() === `${api}/orders`);
    assert.ok(placing, `the order is placed at ${api}`);
    const headers = await placing.allHeaders();
    assert.equal("cookie" in headers, env.WIRING !== "bearer");
    assert.equal("authorization" in headers, env.WIRING === "bearer");
    const socket = sockets.at(-1);
    assert.ok(socket.startsWith(`${api.replace("http", "ws")}/ws/`), socket);
    assert.equal(socket.includes("?ticket="), env.WIRING === "bearer");
  });
}
