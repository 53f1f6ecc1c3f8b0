import Link from "next/link";
import { ConversationPanel } from "@/components/conversation-panel";
import { ReviewItem } from "@/components/lists";
import { OrderActions, ReviewForm } from "@/components/order-actions";
import { History, Payment } from "@/components/order-parts";
import { Person, Status, When } from "@/components/pieces";
import { money } from "@/lib/format";
import { ok, type Order } from "@/lib/guildhall";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page({ params }: PageProps<"/orders/[id]">) {
  const { id } = await params;
  const me = await signedIn(`/orders/${id}`);
  const api = await guildhall();
  const one = { params: { path: { id }, query: { limit: 100 } } };
  const [order, history, reviews, proofs] = await orNotFound(
    Promise.all([
      ok(api.GET("/orders/{id}", { params: { path: { id } } })),
      ok(api.GET("/orders/{id}/history", one)),
      ok(api.GET("/orders/{id}/reviews", one)),
      ok(api.GET("/orders/{id}/payment-proofs", one)),
    ]),
  );
  const other = { [order.client_id]: order.freelancer, [order.freelancer_id]: order.client }[me.id];
  return (
    <div className="with-aside">
      <div>
        <p className="over"><Status order={order} /> <Deadline order={order} /></p>
        <h1>{order.gig_title}</h1>
        <section className="card parties">
          <Person card={order.client} role="Client" />
          <Person card={order.freelancer} role="Freelancer" />
          <span className="price">{money(order.amount, order.currency)}</span>
        </section>
        {!order.payment_proof && <Payment order={order} proofs={proofs} />}
        <section className="card" aria-label="What now">
          <h2>{whatNow(order, me.id)}</h2>
          {order.last_event.note && <blockquote>{order.last_event.note}</blockquote>}
          <OrderActions key={order.version} order={order} />
        </section>
        {order.can_review && <ReviewForm order={order} />}
        {reviews.items.map((review) => <section className="card" key={review.id}><ReviewItem review={review} /></section>)}
        {order.payment_proof && <Payment order={order} proofs={proofs} />}
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

function Deadline({ order: { deadlines } }: { order: Order }) {
  if (deadlines.pay_by) return <small>pay by <When at={deadlines.pay_by} /></small>;
  if (deadlines.deliver_by) return <small>deliver by <When at={deadlines.deliver_by} /></small>;
  if (deadlines.approve_by) return <small>approved by itself on <When at={deadlines.approve_by} /></small>;
  return null;
}
