"use client";

import { useGuildhall } from "./guildhall-provider";
import { When } from "./pieces";
import { money } from "@/lib/format";
import { ok, type Order, type OrderEvent, type Page, type PaymentAttempt } from "@/lib/guildhall";
import { useMore } from "@/lib/useMore";
import { EVENT, PAYMENT, PROOF } from "@/lib/words";

/** Where to pay, and what was said about it. */
export function Payment({ order, proofs }: { order: Order; proofs: Page<PaymentAttempt> }) {
  const { guildhall } = useGuildhall();
  const { items, more, busy } = useMore(proofs, (cursor) =>
    ok(guildhall.GET("/orders/{id}/payment-proofs", { params: { path: { id: order.id }, query: { cursor } } })),
  );
  const isPresent = (proof: PaymentAttempt) => proof.id === order.payment_proof?.id;
  const present = items.filter(isPresent);
  const earlier = items.filter((proof) => !isPresent(proof));
  return (
    <section className="card" aria-label="Payment">
      <h2>Payment <small>{PAYMENT[order.payment_status]}</small></h2>
      <dl>
        <dt>Where to</dt>
        <dd className="prose">{order.payment_instructions ?? "Not known: the freelancer has not said, or must not be paid now. Ask in the chat before you pay."}</dd>
        <dt>Write on it</dt>
        <dd><code>{order.payment_reference}</code></dd>
        {order.refund_amount && (
          <>
            <dt>Refund</dt>
            <dd>
              {money(order.refund_amount, order.currency)}
              {order.refund_proof && <> · sent as <code>{order.refund_proof.proof_reference}</code></>}
              {order.refund_proof && <small><When at={order.refund_proof.submitted_at} /></small>}
            </dd>
          </>
        )}
        {present.length > 0 && <><dt>Proof</dt>{present.map((proof) => <Proof key={proof.id} proof={proof} />)}</>}
        {earlier.length > 0 && <><dt>Earlier proofs</dt>{earlier.map((proof) => <Proof key={proof.id} proof={proof} />)}</>}
      </dl>
      {more && <button className="quiet more" onClick={more} disabled={busy}>More</button>}
    </section>
  );
}

function Proof({ proof }: { proof: PaymentAttempt }) {
  return (
    <dd>
      <code>{proof.proof_reference}</code> by <bdi>{proof.payer_name}</bdi>, {money(proof.amount, proof.currency)}
      {!proof.amount_matches && <strong className="warn"> — not the amount of the order</strong>}
      {proof.proof_url && <> · <a href={proof.proof_url} rel="noreferrer noopener" target="_blank">receipt</a></>}
      <small>{PROOF[proof.outcome]} · <When at={proof.settled_at ?? proof.submitted_at} /></small>
    </dd>
  );
}

export function History({ first, order }: { first: Page<OrderEvent>; order: Order }) {
  const { guildhall } = useGuildhall();
  const { items, more, busy } = useMore(first, (cursor) =>
    ok(guildhall.GET("/orders/{id}/history", { params: { path: { id: order.id }, query: { cursor } } })),
  );
  const names = { client: order.client.full_name, freelancer: order.freelancer.full_name, admin: "An admin", system: "" };
  return (
    <section className="card" aria-label="History">
      <h2>History</h2>
      <ol className="timeline">
        {items.map((event) => (
          <li key={event.created_at + event.action}>
            <b>{EVENT[event.action]}</b>
            {event.note && <blockquote>{event.note}</blockquote>}
            <small><bdi>{names[event.actor_role]}</bdi> <When at={event.created_at} /></small>
          </li>
        ))}
      </ol>
      {more && <button className="quiet more" onClick={more} disabled={busy}>More</button>}
    </section>
  );
}
