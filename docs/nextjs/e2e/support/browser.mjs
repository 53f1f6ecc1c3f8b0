import { chromium } from "playwright-core";
import { here } from "./processes.mjs";

const PATIENCE_MS = 30_000;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      // A name in a local network. Browsers trust localhost on plain http, and this as little as any other.
      "--host-resolver-rules=MAP guildhall.lan 127.0.0.1",
      // Chromium has no sandbox for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

/** A person with a browser of their own: cookies, sockets and pages are nobody else's. */
export async function person(browser, origin, options = {}) {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1200, height: 850 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const network = await breakable(context);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => {
    // Said at once, since a test may only notice that something is not on the screen.
    console.error(`${page.url()} throws ${error}`);
    complaints.push(String(error));
  });
  page.on("console", (line) => {
    if (/Content Security Policy/i.test(line.text())) complaints.push(line.text());
  });
  return { page, complaints, network, ...hands(page) };
}

/** Lets sockets break, and no other open, until they are mended. */
async function breakable(context) {
  const sockets = new Set();
  let isCut = false;
  await context.routeWebSocket(/\/ws\//, (socket) => {
    if (isCut) return socket.close({ code: 1001 });
    socket.connectToServer();
    sockets.add(socket);
  });
  return {
    cut: async () => {
      isCut = true;
      await Promise.all([...sockets].map((socket) => socket.close({ code: 1001 }).catch(() => {})));
    },
    mend: () => (isCut = false),
  };
}

function hands(page) {
  const button = (name) => page.getByRole("button", { name, exact: true });
  return {
    button,
    go: (path) => page.goto(path),
    see: (text) => page.getByText(text).first().waitFor(),
    press: (name) => button(name).click(),
    follow: (name) => page.getByRole("link", { name }).first().click(),
    async fill(fields) {
      for (const [label, value] of Object.entries(fields)) {
        const field = page.getByLabel(label, { exact: true });
        if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
        else await field.fill(value);
      }
    },
    async signUp(full_name, email, password) {
      await page.goto("/sign-up");
      await this.fill({ "Full name": full_name, Email: email, Password: password });
      await this.press("Join");
      await this.see(full_name);
    },
    async signIn(email, password) {
      await page.goto("/sign-in");
      await this.fill({ Email: email, Password: password });
      await this.press("Sign in");
      // The page is loaded anew after the button to sign out is shown in it already.
      await page.waitForURL((url) => url.pathname !== "/sign-in");
      await this.button("Sign out").waitFor();
    },
    async say(text) {
      await page.getByPlaceholder("Write a message").fill(text);
      await this.press("Send");
    },
    /** For people to look at. Chromium sometimes cannot take one of a whole page, and that says nothing about the page. */
    picture: (name) =>
      page
        .screenshot({ path: here(`screenshots/${name}.png`), fullPage: true })
        .catch((error) => console.error(`No picture ${name}: ${error.message}`)),
  };
}
