import createClient from "openapi-fetch";
import type { components, paths } from "./guildhall.types";

type Schemas = components["schemas"];
export type Gig = Schemas["Gig"];
export type GigSummary = Schemas["GigSummary"];
export type ListedUser = Schemas["ListedUser"];
export type Me = Schemas["Me"];
export type Message = Schemas["Message"];
export type ModerationEvent = Schemas["ModerationEvent"];
export type Order = Schemas["Order"];
export type OrderAction = Schemas["OrderAction"];
export type OrderEvent = Schemas["OrderEvent"];
export type PaymentAttempt = Schemas["PaymentAttempt"];
export type Review = Schemas["Review"];
export type Conversation = Schemas["Conversation"];
export type Card = Schemas["Card"];
export type Page<Item> = { items: Item[]; next_cursor: string | null };

/** What every refusal looks like, see "Errors" in openapi.yaml. */
export type Problem = Pick<Schemas["Problem"], "status" | "detail" | "errors"> & { code: string };

/** A call that was refused, or that found nobody there. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "Refused";
  }
}

export type Guildhall = ReturnType<typeof connect>;

export type Connection = {
  baseUrl: string;
  credentials?: RequestCredentials;
  cache?: RequestCache;
  fetch?: (request: Request) => Promise<Response>;
};

/** The typed client: paths, parameters, bodies and answers are those of the contract. */
export function connect(connection: Connection) {
  return createClient<paths>(connection);
}

/** Gives the answer, or throws what was wrong with the question. */
export async function ok<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<NonNullable<Data>> {
  const { data, error, response } = await call.catch((failed) => {
    if (failed instanceof Refused) throw failed;
    throw new Refused({ status: 503, code: "unreachable", detail: "Guildhall can not be reached. Try again." });
  });
  if (response.ok) return data as NonNullable<Data>;
  throw new Refused(isProblem(error) ? error : { status: response.status, code: "", detail: "Something went wrong." });
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "detail" in error;
}

/** Takes an order one step further, unless it has moved since it was shown. */
export function move(guildhall: Guildhall, order: Order, action: OrderAction, body: Record<string, unknown>) {
  // Every action has the same shape of path, but its own body; the types of twelve of them at once are of no use.
  const patch = guildhall.PATCH as (path: string, init: object) => Promise<{ data?: Order; response: Response }>;
  return ok(
    patch(`/orders/{id}/${action}`, {
      params: { path: { id: order.id }, header: { "If-Match": `"${order.version}"` } },
      body,
    }),
  );
}
