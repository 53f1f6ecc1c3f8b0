import { ok, type Guildhall, type ModerationEvent, type Page } from "./guildhall";
import type { operations } from "./guildhall.types";

export type ModerationFilter = NonNullable<operations["listModerationEvents"]["parameters"]["query"]>;

/** An event with the names that go with its ids, without those that can not be read: a gig may be deleted by now. */
export type NamedEvent = ModerationEvent & { user?: string; gig?: string; actor?: string };

export async function moderationEvents(guildhall: Guildhall, query: ModerationFilter): Promise<Page<NamedEvent>> {
  const { items, next_cursor } = await ok(guildhall.GET("/moderation-events", { params: { query } }));
  const one = (id: string) => ({ params: { path: { id } } });
  const [users, gigs] = await Promise.all([
    names(items.flatMap(({ user_id, actor_id }) => [user_id, actor_id]), async (id) =>
      (await ok(guildhall.GET("/users/{id}", one(id)))).full_name,
    ),
    names(items.map(({ gig_id }) => gig_id), async (id) => (await ok(guildhall.GET("/gigs/{id}", one(id)))).title),
  ]);
  const named = items.map((event) => ({
    ...event,
    user: users[event.user_id ?? ""],
    gig: gigs[event.gig_id ?? ""],
    actor: users[event.actor_id ?? ""],
  }));
  return { items: named, next_cursor };
}

/** By id. Each is asked for once. */
async function names(ids: (string | null | undefined)[], nameOf: (id: string) => Promise<string>) {
  const known = [...new Set(ids)].filter((id) => id != null);
  return Object.fromEntries(await Promise.all(known.map(async (id) => [id, await nameOf(id).catch(() => undefined)] as const)));
}
