import * as sdk from "../../../../target/clients/hey-api";
import { createClient } from "../../../../target/clients/hey-api/client";
import { serviceToken, url, walk } from "./walk";

const connect = (token: string) => createClient({ baseUrl: url, auth: token });
const service = connect(serviceToken);

async function ok<Data>(call: Promise<{ data: Data }>): Promise<Data> {
  return (await call).data;
}

await walk(
  "hey-api",
  {
    createUser: (email, full_name, issuer) =>
      ok(
        sdk.createUser({
          client: service,
          body: { email, full_name, email_verified: true, issuer, subject: email },
          throwOnError: true,
        }),
      ),
    findUser: async (email) =>
      (await ok(sdk.findUsers({ client: service, query: { email }, throwOnError: true }))).id,
  },
  (token) => {
    const use = { client: connect(token), throwOnError: true } as const;
    return {
      version: async () => (await ok(sdk.getMe(use))).version,
      updateMe: (version, payment_instructions) =>
        ok(sdk.updateMe({ ...use, headers: { "If-Match": `"${version}"` }, body: { payment_instructions } })),
      createGig: (title, price) =>
        ok(sdk.createGig({ ...use, body: { title, description: "Three drafts.", price, delivery_days: 7 } })),
      listGigs: async (q) => (await ok(sdk.listGigs({ ...use, query: { q, min_price: "0.5" } }))).items,
      placeOrder: (gig_id, expected_price) => ok(sdk.placeOrder({ ...use, body: { gig_id, expected_price } })),
      submitPayment: (id, proof_reference, amount) =>
        ok(sdk.submitPayment({ ...use, path: { id }, body: { proof_reference, payer_name: "Mira", amount } })),
      confirmPayment: (id) => ok(sdk.confirmPayment({ ...use, path: { id } })),
      startWork: (id) => ok(sdk.startWork({ ...use, path: { id } })),
      submitWork: (id, note) => ok(sdk.submitWork({ ...use, path: { id }, body: { note } })),
      approveWork: (id) => ok(sdk.approveWork({ ...use, path: { id } })),
      createReview: (order_id, rating) => ok(sdk.createReview({ ...use, body: { order_id, rating } })),
      history: async (id) => (await ok(sdk.listOrderHistory({ ...use, path: { id } }))).items,
      sendMessage: (receiver_id, content) => ok(sdk.sendMessage({ ...use, body: { receiver_id, content } })),
      lastMessages: async () =>
        (await ok(sdk.listConversations(use))).items.map(({ last_message }) => last_message?.content),
      refusalOfOrder: async (id) => (await sdk.getOrder({ client: use.client, path: { id } })).error?.code,
    };
  },
);
