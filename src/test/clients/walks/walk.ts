// An order from its placing to both reviews, by two people, through a client that was made from the contract.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

type Order = {
  id: string;
  status: string;
  amount: string;
  awaiting: string | null;
  payment_proof: { proof_reference: string } | null;
  deadlines: { pay_by: string | null };
};

/** What the frontend's server does. */
export type Service = {
  createUser(email: string, fullName: string, issuer: string): Promise<{ id: string }>;
  findUser(email: string): Promise<string | undefined>;
};

/** What one person does; each client of a generator says it in its own way. */
export type Person = {
  updateMe(version: number, instructions: string): Promise<{ payment_instructions: string | null }>;
  version(): Promise<number>;
  createGig(title: string, price: string): Promise<{ id: string }>;
  listGigs(q: string): Promise<{ id: string }[]>;
  placeOrder(gig: string, expectedPrice: string): Promise<Order>;
  submitPayment(order: string, reference: string, amount: string): Promise<Order>;
  confirmPayment(order: string): Promise<Order>;
  startWork(order: string): Promise<Order>;
  submitWork(order: string, note: string): Promise<Order>;
  approveWork(order: string): Promise<Order>;
  createReview(order: string, rating: number): Promise<{ rating: number; comment: string | null }>;
  history(order: string): Promise<{ from: string | null; to: string }[]>;
  lastMessages(): Promise<(string | undefined)[]>;
  sendMessage(receiver: string, content: string): Promise<{ order_id: string | null }>;
  /** The `code` of the problem, or undefined if there is such an order. */
  refusalOfOrder(order: string): Promise<string | undefined>;
};

export const url = setting("GUILDHALL_URL");
export const serviceToken = setting("SERVICE_TOKEN");

export async function walk(name: string, service: Service, as: (token: string) => Person) {
  const email = (who: string) => `${who}@${name}.example`;
  const register = async (who: string, fullName: string) => {
    const { id } = await service.createUser(email(who), fullName, `https://${name}.example`);
    return { id, ...as(tokenOf(id)) };
  };
  const client = await register("mira", "Mira Okafor");
  const freelancer = await register("tomas", "Tomas Lind");
  assert.equal(await service.findUser(email("tomas")), freelancer.id);

  const profile = await freelancer.updateMe(await freelancer.version(), "IBAN SE45 5000 0000 0583 9825 7466");
  assert.equal(profile.payment_instructions, "IBAN SE45 5000 0000 0583 9825 7466");
  const gig = await freelancer.createGig(`Logo by ${name}`, "49.90");
  assert.ok((await client.listGigs(`"Logo by ${name}"`)).some(({ id }) => id === gig.id), "the gig is not found");

  const placed = await client.placeOrder(gig.id, "49.90");
  assert.equal(placed.status, "PENDING_PAYMENT");
  assert.equal(placed.amount, "49.90");
  assert.equal(placed.payment_proof, null);
  assert.ok(placed.deadlines.pay_by);
  const paid = await client.submitPayment(placed.id, `SEPA ${name}`, "49.90");
  assert.equal(paid.payment_proof?.proof_reference, `SEPA ${name}`);
  assert.equal(paid.awaiting, "freelancer");
  assert.equal((await freelancer.confirmPayment(placed.id)).status, "PAYMENT_CONFIRMED");
  assert.equal((await freelancer.startWork(placed.id)).status, "IN_PROGRESS");
  assert.equal((await freelancer.submitWork(placed.id, "https://files.example/4f1c")).status, "SUBMITTED");
  const approved = await client.approveWork(placed.id);
  assert.equal(approved.status, "COMPLETED");
  assert.equal(approved.awaiting, null);
  assert.deepEqual(pick(await client.createReview(placed.id, 5)), { rating: 5, comment: null });
  assert.equal((await freelancer.createReview(placed.id, 4)).rating, 4);
  assert.deepEqual((await freelancer.history(placed.id)).map(({ from, to }) => `${from} ${to}`), [
    "null PENDING_PAYMENT",
    "PENDING_PAYMENT PAYMENT_SUBMITTED",
    "PAYMENT_SUBMITTED PAYMENT_CONFIRMED",
    "PAYMENT_CONFIRMED IN_PROGRESS",
    "IN_PROGRESS SUBMITTED",
    "SUBMITTED COMPLETED",
  ]);

  assert.equal((await client.sendMessage(freelancer.id, "Thank you!")).order_id, null);
  assert.deepEqual(await freelancer.lastMessages(), ["Thank you!"]);
  assert.equal(await client.refusalOfOrder(gig.id), "not_found");
  console.log(`${name}: two people have traded, with fields in the answers that the client does not know`);
}

const pick = ({ rating, comment }: { rating: number; comment: string | null }) => ({ rating, comment });

/** As the frontend's server issues them. */
function tokenOf(user: string) {
  const now = Math.floor(Date.now() / 1000);
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encoded({ alg: "HS256" })}.${encoded({ sub: user, iat: now, exp: now + 600 })}`;
  return `${signed}.${createHmac("sha256", setting("JWT_SECRET")).update(signed).digest("base64url")}`;
}

function setting(name: string) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set; run.mjs sets it`);
  return value;
}
