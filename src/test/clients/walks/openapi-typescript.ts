import createClient from "openapi-fetch";
import type { paths } from "../../../../target/clients/openapi-typescript/api";
import { serviceToken, url, walk } from "./walk";

const connect = (token: string) =>
  createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });

async function ok<Data>(call: Promise<{ data?: Data; error?: unknown }>): Promise<NonNullable<Data>> {
  const { data, error } = await call;
  if (!data) throw new Error(JSON.stringify(error));
  return data;
}

const service = connect(serviceToken);
const at = (id: string) => ({ params: { path: { id } } });

await walk(
  "openapi-typescript",
  {
    createUser: (email, full_name, issuer) =>
      ok(service.POST("/internal/users", { body: { email, full_name, email_verified: true, issuer, subject: email } })),
    findUser: async (email) => (await ok(service.GET("/internal/users", { params: { query: { email } } }))).id,
  },
  (token) => {
    const api = connect(token);
    return {
      version: async () => (await ok(api.GET("/me"))).version,
      updateMe: (version, payment_instructions) =>
        ok(api.PATCH("/me", { params: { header: { "If-Match": `"${version}"` } }, body: { payment_instructions } })),
      createGig: (title, price) =>
        ok(api.POST("/gigs", { body: { title, description: "Three drafts.", price, delivery_days: 7 } })),
      listGigs: async (q) => (await ok(api.GET("/gigs", { params: { query: { q, min_price: "0.5" } } }))).items,
      placeOrder: (gig_id, expected_price) => ok(api.POST("/orders", { body: { gig_id, expected_price } })),
      submitPayment: (id, proof_reference, amount) =>
        ok(api.PATCH("/orders/{id}/submit-payment", { ...at(id), body: { proof_reference, payer_name: "Mira", amount } })),
      confirmPayment: (id) => ok(api.PATCH("/orders/{id}/confirm-payment", at(id))),
      startWork: (id) => ok(api.PATCH("/orders/{id}/start", at(id))),
      submitWork: (id, note) => ok(api.PATCH("/orders/{id}/submit-work", { ...at(id), body: { note } })),
      approveWork: (id) => ok(api.PATCH("/orders/{id}/approve", at(id))),
      createReview: (order_id, rating) => ok(api.POST("/reviews", { body: { order_id, rating } })),
      history: async (id) => (await ok(api.GET("/orders/{id}/history", at(id)))).items,
      sendMessage: (receiver_id, content) => ok(api.POST("/messages", { body: { receiver_id, content } })),
      lastMessages: async () =>
        (await ok(api.GET("/conversations"))).items.map(({ last_message }) => last_message?.content),
      refusalOfOrder: async (id) => (await api.GET("/orders/{id}", at(id))).error?.code,
    };
  },
);
