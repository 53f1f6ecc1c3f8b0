import { ModerateGig, ModerateUser, ModerationEvents, SameInstructions } from "./moderation";
import { ok, type Gig } from "@/lib/guildhall";
import { moderationEvents } from "@/lib/moderation";
import { guildhall, whoAmI } from "@/lib/server";

/** For admins: what was done about a user, and what can be. */
export async function UserModeration({ id }: { id: string }) {
  const api = await guildhall();
  const filter = { user_id: id };
  const [me, found, events, same] = await Promise.all([
    whoAmI(),
    ok(api.GET("/users", { params: { query: { q: id } } })),
    moderationEvents(api, filter),
    ok(api.GET("/users/{id}/same-payment-instructions", { params: { path: { id } } })),
  ]);
  const user = found.items.find((one) => one.id === id);
  if (!user) return null;
  return (
    <>
      <h2>Moderation</h2>
      <section className="card" aria-label="Moderation">
        <p role="status">
          {user.email}{!user.email_verified && " (not verified)"} · {user.is_active ? "active" : `deactivated: ${user.deactivation_reason}`}
        </p>
        {user.id !== me?.id && <ModerateUser user={user} />}
      </section>
      <ModerationEvents first={events} filter={filter} />
      <h2 id="same-instructions">Other accounts with the same payment instructions</h2>
      <SameInstructions first={same} user={id} />
    </>
  );
}

/** For admins: what was done about a gig, and what can be. */
export async function GigModeration({ gig }: { gig: Gig }) {
  const filter = { gig_id: gig.id };
  const events = await moderationEvents(await guildhall(), filter);
  return (
    <>
      <h2>Moderation</h2>
      <section className="card" aria-label="Moderation">
        <p role="status">{gig.taken_down ? "Taken down" : gig.is_active ? "Published" : "Not published by the freelancer"}</p>
        <ModerateGig gig={gig} />
      </section>
      <ModerationEvents first={events} filter={filter} />
    </>
  );
}
