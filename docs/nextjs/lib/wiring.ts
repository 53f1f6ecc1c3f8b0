import { connect, ok, Refused, type Guildhall } from "./guildhall";

/** How the browser reaches Guildhall; docs/frontend.md compares the three. */
export type Wiring = { kind: "cookie" | "proxy" | "bearer"; url: string };

export type Wired = {
  guildhall: Guildhall;
  /** Where to open the next socket. */
  socketUrl: (me: string) => Promise<string>;
};

export function wire({ kind, url }: Wiring): Wired {
  switch (kind) {
    case "cookie":
      return { guildhall: connect({ baseUrl: url, credentials: "include" }), socketUrl: async (me) => socketAt(url, me) };
    case "proxy":
      return {
        guildhall: connect({ baseUrl: "/guildhall" }),
        socketUrl: async (me) => socketAt(`${location.origin}/guildhall`, me),
      };
    case "bearer":
      return byBearer(url);
  }
}

function byBearer(url: string): Wired {
  const token = tokens();
  const guildhall = connect({
    baseUrl: url,
    credentials: "omit",
    fetch: async (request) => {
      request.headers.set("Authorization", `Bearer ${await token()}`);
      return fetch(request);
    },
  });
  return {
    guildhall,
    socketUrl: async (me) => {
      const { ticket } = await ok(guildhall.POST("/ws-tickets", { body: {} }));
      return `${socketAt(url, me)}?ticket=${ticket}`;
    },
  };
}

/** Keeps the token in memory only, and asks for the next one in time. */
function tokens() {
  let current: Promise<string> | undefined;
  return () =>
    (current ??= (async () => {
      const answer = await fetch("/api/token", { cache: "no-store" });
      const body = await answer.json();
      if (!answer.ok) throw new Refused(body);
      setTimeout(() => (current = undefined), 5 * 60_000);
      return body.token as string;
    })().catch((failed) => {
      current = undefined;
      throw failed;
    }));
}

function socketAt(url: string, me: string) {
  return `${url.replace(/^http/, "ws")}/ws/${me}`;
}
