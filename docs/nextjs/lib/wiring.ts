import { connect, ok, Refused, type Guildhall } from "./guildhall";

/** How the browser reaches Guildhall; docs/frontend.md compares the three. */
export type Wiring = { kind: "cookie" | "proxy" | "bearer"; url: string };

export type Wired = {
  guildhall: Guildhall;
  /** Where to open the next socket. */
  socketUrl: (me: string) => Promise<string>;
  /** A ticket that makes an open socket last longer. */
  renewalTicket: () => Promise<string>;
};

export function wire({ kind, url }: Wiring): Wired {
  switch (kind) {
    case "cookie":
      return byCookie(connect({ baseUrl: url, credentials: "include" }), () => url);
    case "proxy":
      return byCookie(connect({ baseUrl: "/guildhall" }), () => `${location.origin}/guildhall`);
    case "bearer":
      return byBearer(url);
  }
}

function byCookie(guildhall: Guildhall, base: () => string): Wired {
  return {
    guildhall,
    socketUrl: async (me) => socketAt(base(), me),
    renewalTicket: async () => {
      // Auth.js answers with the session signed anew, and the ticket is bought with that.
      await fetch("/api/auth/session", { cache: "no-store" });
      return ticket(guildhall);
    },
  };
}

function byBearer(url: string): Wired {
  const tokens = new Tokens();
  const guildhall = connect({
    baseUrl: url,
    credentials: "omit",
    fetch: async (request) => {
      // The body of a request can be read once.
      const again = request.clone();
      const first = tokens.current();
      const answer = await sendWith(await first.value, request);
      if (answer.status !== 401 || !(await first.value)) return answer;
      // The token has ended before its time, as by a new password. A 401 says that nothing was done, so that once more
      // is safe for any method.
      tokens.drop(first);
      return sendWith(await tokens.current().value, again);
    },
  });
  return {
    guildhall,
    socketUrl: async (me) => `${socketAt(url, me)}?ticket=${await ticket(guildhall)}`,
    renewalTicket: () => {
      tokens.drop();
      return ticket(guildhall);
    },
  };
}

function sendWith(token: string | undefined, request: Request) {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request);
}

type Token = { value: Promise<string | undefined>; isGoodUntil: number };

/** Keeps the token in memory only, and asks for the next one in time. */
class Tokens {
  private latest: Token | undefined;

  /** None where nobody is signed in: what is open to anyone needs none. */
  current(): Token {
    // By the clock and not by a timer, which stands still while the computer sleeps.
    if (!this.latest || this.latest.isGoodUntil <= Date.now()) {
      const token: Token = { value: this.ask((until) => (token.isGoodUntil = until)), isGoodUntil: Infinity };
      this.latest = token;
    }
    return this.latest;
  }

  drop(token = this.latest) {
    // Another call may have dropped it before, and have the next one already.
    if (this.latest === token) this.latest = undefined;
  }

  private async ask(settle: (isGoodUntil: number) => void) {
    let isGoodUntil = 0;
    try {
      const answer = await fetch("/api/token", { cache: "no-store" });
      if (answer.status === 401) return undefined;
      const body = await answer.json();
      if (!answer.ok) throw new Refused(body);
      // By half of its life, so that what is bought with it lasts a while.
      isGoodUntil = Date.now() + body.expires_in * 500;
      return body.token as string;
    } finally {
      settle(isGoodUntil);
    }
  }
}

async function ticket(guildhall: Guildhall) {
  return (await ok(guildhall.POST("/ws-tickets", { body: {} }))).ticket;
}

function socketAt(url: string, me: string) {
  return `${url.replace(/^http/, "ws")}/ws/${me}`;
}
