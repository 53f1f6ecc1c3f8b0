"use client";

import Link from "next/link";
import { useGuildhall } from "./guildhall-provider";
import { When } from "./pieces";
import { ok, type Order, type Page, type Statement } from "@/lib/guildhall";
import { useMore } from "@/lib/useMore";

type Dispute = NonNullable<Order["dispute"]>;

/** Why there is a dispute, and what both sides and admins have said in this one and those before. */
export function DisputeSides({ order, first }: { order: Order; first: Page<Statement> }) {
  const { guildhall } = useGuildhall();
  const { items, more, busy } = useMore(first, (cursor) =>
    ok(guildhall.GET("/orders/{id}/statements", { params: { path: { id: order.id }, query: { cursor } } })),
  );
  const { dispute } = order;
  if (!dispute && items.length === 0) return null;
  return (
    <section className="card" aria-label="Dispute">
      <h2>{dispute ? "Dispute" : "Said in disputes"}</h2>
      {dispute && <Facts order={order} dispute={dispute} />}
      {items.length > 0 && (
        <ol className="timeline" aria-label="Statements">
          {items.map(({ id, author_role, text, created_at }) => (
            <li key={id}>
              <b>{author_role === "admin" ? "An admin" : <bdi>{order[author_role].full_name}</bdi>}</b>{" "}
              <small>{author_role !== "admin" && `${author_role} · `}<When at={created_at} /></small>
              <blockquote>{text}</blockquote>
            </li>
          ))}
        </ol>
      )}
      {more && <button className="quiet more" onClick={more} disabled={busy}>More</button>}
    </section>
  );
}

function Facts({ order, dispute }: { order: Order; dispute: Dispute }) {
  return (
    <dl>
      <dt>Opened by</dt>
      <dd><Opener order={order} dispute={dispute} /> <small><When at={dispute.opened_at} /></small></dd>
      {dispute.reason && <><dt>Reason</dt><dd><blockquote>{dispute.reason}</blockquote></dd></>}
      <dt>Heard</dt>
      <dd>{dispute.answered ? "both sides, or they had the time to speak" : "not both sides yet"}</dd>
      {dispute.opened_before && (
        <>
          <dt>For admins</dt>
          <dd>
            <OpenedBefore order={order} dispute={dispute} />.{" "}
            <Link href={`/users/${order.freelancer_id}#same-instructions`}>Other accounts with the same payment instructions</Link>
          </dd>
        </>
      )}
    </dl>
  );
}

export function Opener({ order, dispute: { opened_by } }: { order: Order; dispute: Dispute }) {
  if (opened_by === "system") return <>nobody: the time was up</>;
  return <bdi>{order[opened_by].full_name}</bdi>;
}

/** How often each of the two has opened a dispute, this one included. Only admins are told. */
export function OpenedBefore({ order, dispute: { opened_before } }: { order: Order; dispute: Dispute }) {
  if (!opened_before) return null;
  return (
    <>
      Disputes opened so far: <bdi>{order.client.full_name}</bdi> {opened_before.client},{" "}
      <bdi>{order.freelancer.full_name}</bdi> {opened_before.freelancer}
    </>
  );
}
