import * as api from "../../../../target/clients/orval/api";
import * as zod from "../../../../target/clients/orval/zod";
import { serviceToken, walk } from "./walk";

const connect = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const service = connect(serviceToken);

type Answer = { status: number; data: unknown };
type Good<A extends Answer> = Extract<A, { status: 200 | 201 }>["data"];

async function ok<A extends Answer>(call: Promise<A>): Promise<Good<A>> {
  const { status, data } = await call;
  if (status >= 300) throw new Error(JSON.stringify(data));
  return data as Good<A>;
}

await walk(
  "orval",
  {
    createUser: (email, full_name, issuer) =>
      ok(api.createUser({ email, full_name, email_verified: true, issuer, subject: email }, service)),
    findUser: async (email) => (await ok(api.findUsers({ email }, service))).id,
  },
  (token) => {
    const use = connect(token);
    return {
      version: async () => (await ok(api.getMe(use))).version,
      updateMe: (version, payment_instructions) =>
        ok(
          api.updateMe({ payment_instructions }, { headers: { ...use.headers, "If-Match": `"${version}"` } }),
        ),
      createGig: (title, price) =>
        ok(api.createGig({ title, description: "Three drafts.", price, delivery_days: 7 }, use)),
      listGigs: async (q) => (await ok(api.listGigs({ q, min_price: "0.5" }, use))).items,
      placeOrder: async (gig_id, expected_price) => {
        const body = zod.PlaceOrderBody.parse({ gig_id, expected_price });
        return zod.GetOrderResponse.parse(await ok(api.placeOrder(body, use)));
      },
      submitPayment: async (id, proof_reference, amount) =>
        zod.GetOrderResponse.parse(
          await ok(api.submitPayment(id, { proof_reference, payer_name: "Mira", amount }, use)),
        ),
      confirmPayment: (id) => ok(api.confirmPayment(id, {}, use)),
      startWork: (id) => ok(api.startWork(id, {}, use)),
      submitWork: (id, note) => ok(api.submitWork(id, { note }, use)),
      approveWork: (id) => ok(api.approveWork(id, {}, use)),
      createReview: (order_id, rating) => ok(api.createReview({ order_id, rating }, use)),
      history: async (id) => (await ok(api.listOrderHistory(id, {}, use))).items,
      sendMessage: (receiver_id, content) => ok(api.sendMessage({ receiver_id, content }, use)),
      lastMessages: async () =>
        (await ok(api.listConversations({}, use))).items.map(({ last_message }) => last_message?.content),
      refusalOfOrder: async (id) => {
        const { status, data } = await api.getOrder(id, use);
        return status === 404 ? data.code : undefined;
      },
    };
  },
);
