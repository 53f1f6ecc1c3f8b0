"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { Field, Form } from "./form";
import { useGuildhall } from "./guildhall-provider";
import { More } from "./more";
import { When } from "./pieces";
import { ok, Refused, type Gig, type ListedUser, type ModerationEvent, type NamedUser, type Page } from "@/lib/guildhall";
import type { operations } from "@/lib/guildhall.types";
import { moderationEvents, type ModerationFilter } from "@/lib/moderation";
import { MODERATION } from "@/lib/words";

export type UserFilter = NonNullable<operations["listUsers"]["parameters"]["query"]>;

export function UserList({ first, filter }: { first: Page<ListedUser>; filter: UserFilter }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) => ok(guildhall.GET("/users", { params: { query: { ...filter, cursor } } }));
  return (
    <More first={first} load={load} empty="Nobody is like that." className="rows">
      {(user) => (
        <article className="row">
          <span>
            <Link href={`/users/${user.id}`}>{user.full_name}</Link>
            <small>{user.email}{!user.email_verified && " (not verified)"} · <When at={user.created_at} /></small>
            {user.deactivation_reason && <small>{user.deactivation_reason}</small>}
          </span>
          {user.is_admin && <span className="status">Admin</span>}
          {!user.is_active && <span className="status" data-status="DEACTIVATED">Deactivated</span>}
        </article>
      )}
    </More>
  );
}

export function SameInstructions({ first, user }: { first: Page<NamedUser>; user: string }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) =>
    ok(guildhall.GET("/users/{id}/same-payment-instructions", { params: { path: { id: user }, query: { cursor } } }));
  return (
    <More first={first} load={load} empty="No other account has them." className="rows">
      {({ id, full_name }) => <article className="row"><Link href={`/users/${id}`}>{full_name}</Link></article>}
    </More>
  );
}

export function ModerationEvents({ first, filter }: { first: Page<ModerationEvent>; filter: ModerationFilter }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) => moderationEvents(guildhall, { ...filter, cursor });
  return (
    <More first={first} load={load} empty="Nothing was moderated." className="rows">
      {({ action, user, gig_id, gig_title, actor, reason, created_at }) => (
        <article className="review">
          <p>
            <b>{MODERATION[action]}</b>{" "}
            {user && <Link href={`/users/${user.id}`}>{user.full_name}</Link>}
            {gig_id && <Link href={`/gigs/${gig_id}`}>{gig_title}</Link>}
          </p>
          {reason && <blockquote>{reason}</blockquote>}
          <small>
            {actor ? <Link href={`/users/${actor.id}`}>{actor.full_name}</Link> : "Configured"} · <When at={created_at} />
          </small>
        </article>
      )}
    </More>
  );
}

export function ModerateUser({ user }: { user: ListedUser }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();

  const send = async (form: FormData) => {
    const body = { is_active: !user.is_active, reason: String(form.get("reason")) };
    await ok(guildhall.PATCH("/users/{id}", { params: { path: { id: user.id } }, body }));
    router.refresh();
  };
  return (
    <Form send={send} submit={user.is_active ? "Deactivate" : "Reactivate"} tone="danger" label="Moderate">
      <Field
        key={String(user.is_active)}
        name="reason"
        label={user.is_active ? "Reason" : "Reason (optional)"}
        as="textarea"
        rows={3}
        hint="Admins see it, and the user does not."
      />
    </Form>
  );
}

export function ModerateGig({ gig }: { gig: Gig }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();
  const isDown = gig.taken_down != null;

  const send = async (form: FormData) => {
    const params = { path: { id: gig.id }, header: { "If-Match": `"${gig.version}"` } };
    const body = { is_active: isDown, reason: String(form.get("reason")) };
    try {
      await ok(guildhall.PATCH("/gigs/{id}", { params, body }));
    } catch (refused) {
      // The freelancer has changed it meanwhile: show what it says now.
      if (refused instanceof Refused && refused.problem.status === 412) router.refresh();
      throw refused;
    }
    router.refresh();
  };
  return (
    <Form send={send} submit={isDown ? "Restore" : "Take down"} tone="danger" label="Moderate">
      <Field
        key={String(isDown)}
        name="reason"
        label="Reason (optional)"
        as="textarea"
        rows={3}
        hint={isDown ? "Admins see it." : "Admins and the freelancer see it."}
      />
    </Form>
  );
}
