import { createApiClient } from "../../../../target/clients/openapi-zod-client/api";
import { serviceToken, url, walk } from "./walk";

const connect = (token: string) =>
  createApiClient(url, { axiosConfig: { headers: { Authorization: `Bearer ${token}` } } });
const service = connect(serviceToken);
const at = (id: string) => ({ params: { id } });

await walk(
  "openapi-zod-client",
  {
    createUser: (email, full_name, issuer) =>
      service.createUser({ email, full_name, email_verified: true, issuer, subject: email }),
    findUser: async (email) => (await service.findUsers({ queries: { email } })).id,
  },
  (token) => {
    const api = connect(token);
    return {
      version: async () => (await api.getMe()).version,
      updateMe: (version, payment_instructions) =>
        api.updateMe({ payment_instructions }, { headers: { "If-Match": `"${version}"` } }),
      createGig: (title, price) =>
        api.createGig({ title, description: "Three drafts.", price, delivery_days: 7 }),
      listGigs: async (q) => (await api.listGigs({ queries: { q, min_price: "0.5" } })).items,
      placeOrder: (gig_id, expected_price) => api.placeOrder({ gig_id, expected_price }),
      submitPayment: (id, proof_reference, amount) =>
        api.submitPayment({ proof_reference, payer_name: "Mira", amount }, at(id)),
      confirmPayment: (id) => api.confirmPayment({}, at(id)),
      startWork: (id) => api.startWork({}, at(id)),
      submitWork: (id, note) => api.submitWork({ note }, at(id)),
      approveWork: (id) => api.approveWork({}, at(id)),
      createReview: (order_id, rating) => api.createReview({ order_id, rating }),
      history: async (id) => (await api.listOrderHistory(at(id))).items,
      sendMessage: (receiver_id, content) => api.sendMessage({ receiver_id, content }),
      lastMessages: async () => (await api.listConversations()).items.map(({ last_message }) => last_message?.content),
      refusalOfOrder: (id) =>
        api.getOrder(at(id)).then(
          () => undefined,
          (refused) => refused.response.data.code,
        ),
    };
  },
);
