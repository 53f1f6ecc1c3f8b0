import createClient from "openapi-fetch";
import type { components, paths } from "./guildhall.types";

type Schemas = components["schemas"];
export type Gig = Schemas["Gig"];
export type GigSummary = Schemas["GigSummary"];
export type ListedUser = Schemas["ListedUser"];
export type Me = Schemas["Me"];
export type Message = Schemas["Message"];
export type ModerationEvent = Schemas["ModerationEvent"];
export type NamedUser = Schemas["NamedUser"];
export type Order = Schemas["Order"];
export type OrderAction = Schemas["OrderAction"];
export type OrderEvent = Schemas["OrderEvent"];
export type PaymentAttempt = Schemas["PaymentAttempt"];
export type Proposal = Schemas["Proposal"];
export type ProposalAction = Proposal["allowed_actions"][number];
export type Resolution = Schemas["Resolution"];
export type Review = Schemas["Review"];
export type Statement = Schemas["Statement"];
export type Conversation = Schemas["Conversation"];
export type UserSummary = Schemas["UserSummary"];
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

type Call<Data> = Promise<{ data?: Data; error?: unknown; response: Response }>;

/** Gives the answer, or throws what was wrong with the question. */
export async function ok<Data>(call: Call<Data>): Promise<NonNullable<Data>> {
  return (await tagged(call)).data;
}

/** The answer with its ETag, to be sent back by who changes what they saw. */
export async function tagged<Data>(call: Call<Data>): Promise<{ data: NonNullable<Data>; etag: string }> {
  const { data, error, response } = await call.catch((failed) => {
    if (failed instanceof Refused) throw failed;
    throw new Refused({ status: 503, code: "unreachable", detail: "Guildhall can not be reached. Try again." });
  });
  if (response.ok) return { data: data as NonNullable<Data>, etag: response.headers.get("ETag") ?? "*" };
  throw new Refused(isProblem(error) ? error : { status: response.status, code: "", detail: "Something went wrong." });
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "detail" in error;
}

/** What somebody does to an order that they were shown with this ETag. */
export type Choice = { order: Order; etag: string; action: OrderAction };

/** Does what `allowed_actions` names. Two kinds of it are no moves of the order: what is proposed, and what is said in a dispute. */
export async function act(guildhall: Guildhall, { order, etag, action }: Choice, body: Record<string, unknown>) {
  const params = { path: { id: order.id } };
  switch (action) {
    case "propose-extend":
      return ok(guildhall.POST("/orders/{id}/proposals", { params, body: { ...body, kind: "extend" } }));
    case "propose-cancel":
      return ok(guildhall.POST("/orders/{id}/proposals", { params, body: { ...body, kind: "cancel" } }));
    case "add-statement":
      return ok(guildhall.POST("/orders/{id}/statements", { params, body: { text: "", ...body } }));
    default:
      return move(guildhall, { order, etag, action }, body);
  }
}

/** Takes an order one step further, unless it has changed since it was shown. */
function move(guildhall: Guildhall, { order, etag, action }: Choice, body: Record<string, unknown>) {
  // Every action has the same shape of path, but its own body; the types of all of them at once are of no use.
  const patch = guildhall.PATCH as (path: string, init: object) => Promise<{ data?: Order; response: Response }>;
  return ok(
    patch(`/orders/{id}/${action}`, {
      params: { path: { id: order.id }, header: { "If-Match": etag } },
      body,
    }),
  );
}
