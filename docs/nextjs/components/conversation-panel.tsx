import { ConversationView } from "./conversation-view";
import { ok } from "@/lib/guildhall";
import { guildhall, orNotFound } from "@/lib/server";

/** Loads the newest messages with somebody; from there the socket takes over. */
export async function ConversationPanel({ peer, orderId }: { peer: string; orderId?: string }) {
  const api = await guildhall();
  const params = { path: { user_id: peer } };
  const [page, standing] = await orNotFound(
    Promise.all([
      ok(api.GET("/messages/{user_id}", { params: { ...params, query: { limit: 30 } } })),
      ok(api.GET("/conversations/{user_id}", { params })),
    ]),
  );
  return <ConversationView key={peer} standing={standing} newest={page.items} orderId={orderId} />;
}
