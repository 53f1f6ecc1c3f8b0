/** Next.js calls this once, before it takes requests. */
export async function register() {
  // Next.js cuts out what is for another runtime, and edge has no exit.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const wiring = process.env.WIRING || "cookie";
    const built = process.env.BUILT_WIRING;
    if (wiring !== built) {
      console.error(`This app can not start: it was built with WIRING=${built}, and WIRING is ${wiring} now. Build it again.`);
      process.exit(1);
    }
    (await import("./lib/client-ip")).tellPeers();
  }
}
