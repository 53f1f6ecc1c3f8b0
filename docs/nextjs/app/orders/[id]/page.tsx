import Link from "next/link";
import { Clocks } from "@/components/clocks";
import { ConversationPanel } from "@/components/conversation-panel";
import { DisputeSides } from "@/components/dispute";
import { ReviewItem } from "@/components/lists";
import { OrderActions, ReviewForm } from "@/components/order-actions";
import { History, Payment } from "@/components/order-parts";
import { Person, Status } from "@/components/pieces";
import { EarlierProposals, OpenProposal } from "@/components/proposals";
import { money } from "@/lib/format";
import { ok, tagged, type Order } from "@/lib/guildhall";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page({ params }: PageProps<"/orders/[id]">) {
  const { id } = await params;
  const me = await signedIn(`/orders/${id}`);
  const api = await guildhall();
  const one = { params: { path: { id }, query: { limit: 100 } } };
  const [{ data: order, etag }, history, reviews, proofs, proposals, statements] = await orNotFound(
    Promise.all([
      tagged(api.GET("/orders/{id}", { params: { path: { id } } })),
      ok(api.GET("/orders/{id}/history", one)),
      ok(api.GET("/orders/{id}/reviews", one)),
      ok(api.GET("/orders/{id}/payment-proofs", one)),
      ok(api.GET("/orders/{id}/proposals", one)),
      ok(api.GET("/orders/{id}/statements", one)),
    ]),
  );
  const other = { [order.client_id]: order.freelancer, [order.freelancer_id]: order.client }[me.id];
  return (
    <div className="with-aside">
      <div>
        <p className="over"><Status order={order} /></p>
        <h1>{order.gig_title}</h1>
        <section className="card parties">
          <Person card={order.client} role="Client" />
          <Person card={order.freelancer} role="Freelancer" />
          <span className="price">{money(order.amount, order.currency)}</span>
        </section>
        {order.proposal && <OpenProposal order={order} proposal={order.proposal} />}
        {!order.payment_proof && <Payment order={order} proofs={proofs} />}
        <section className="card" aria-label="What now">
          <h2>{whatNow(order, me.id)}</h2>
          {order.last_event.note && !order.dispute && <blockquote>{order.last_event.note}</blockquote>}
          <Clocks order={order} />
          {/* What was typed survives statements and proposals, but no move. */}
          <OrderActions key={order.last_event.created_at} order={order} etag={etag} />
        </section>
        <DisputeSides order={order} first={statements} />
        {order.can_review && <ReviewForm order={order} />}
        {reviews.items.map((review) => <section className="card" key={review.id}><ReviewItem review={review} /></section>)}
        {order.payment_proof && <Payment order={order} proofs={proofs} />}
        <EarlierProposals order={order} first={proposals} />
        <History first={history} order={order} />
        <p><Link href={`/gigs/${order.gig_id}`}>The gig as it is today</Link></p>
      </div>
      {other && <aside><ConversationPanel peer={other.id} orderId={order.id} /></aside>}
    </div>
  );
}

function whatNow({ awaiting, client, freelancer, status }: Order, me: string) {
  const mover = awaiting === "client" ? client : awaiting === "freelancer" ? freelancer : undefined;
  if (mover) return mover.id === me ? "It is your move" : `Waiting for ${mover.full_name}`;
  if (awaiting === "admin") return "Waiting for an admin";
  return status === "COMPLETED" ? "Done, and approved" : "This order is closed";
}
