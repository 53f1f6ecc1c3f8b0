"use client";

import Link from "next/link";
import { Countdown } from "./clocks";
import { OpenedBefore, Opener } from "./dispute";
import { useGuildhall } from "./guildhall-provider";
import { More } from "./more";
import { Person, Stars, Status, When } from "./pieces";
import { ok, type GigSummary, type Order, type Page, type Review } from "@/lib/guildhall";
import type { operations } from "@/lib/guildhall.types";
import { days, money } from "@/lib/format";

export type GigFilter = NonNullable<operations["listGigs"]["parameters"]["query"]>;
export type OrderFilter = NonNullable<operations["listOrders"]["parameters"]["query"]>;

export function GigList({ first, filter }: { first: Page<GigSummary>; filter: GigFilter }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) => ok(guildhall.GET("/gigs", { params: { query: { ...filter, cursor } } }));
  return <More first={first} load={load} empty="No gig is like that." className="cards">{(gig) => <GigCard gig={gig} />}</More>;
}

export function UserGigs({ first, user }: { first: Page<GigSummary>; user: string }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) =>
    ok(guildhall.GET("/users/{id}/gigs", { params: { path: { id: user }, query: { cursor } } }));
  return <More first={first} load={load} empty="No gigs yet." className="cards">{(gig) => <GigCard gig={gig} />}</More>;
}

function GigCard({ gig }: { gig: GigSummary }) {
  return (
    <article className="card gig">
      <h3><Link href={`/gigs/${gig.id}`}>{gig.title}</Link></h3>
      <p className="excerpt">{gig.description_excerpt}</p>
      <footer>
        <Person card={gig.freelancer} />
        <span className="price">
          {money(gig.price, gig.currency)}
          <small>{gig.taken_down ? "taken down" : gig.is_active ? `in ${days(gig.delivery_days)}` : "not published"}</small>
        </span>
      </footer>
    </article>
  );
}

export function OrderList({ first, filter, empty }: { first: Page<Order>; filter: OrderFilter; empty: string }) {
  const { guildhall, me } = useGuildhall();
  const load = (cursor: string) => ok(guildhall.GET("/orders", { params: { query: { ...filter, cursor } } }));
  return (
    <More first={first} load={load} empty={empty} className="rows">
      {(order) => (
        <article className="row">
          <span>
            <Link href={`/orders/${order.id}`}>{order.gig_title}</Link>
            <small>
              <bdi>{order.client.full_name}</bdi> → <bdi>{order.freelancer.full_name}</bdi> · <When at={order.created_at} />
            </small>
          </span>
          {me && isMyMove(order, me.id) && <span className="your-move">your move</span>}
          <Status order={order} />
          <span className="price">{money(order.amount, order.currency)}</span>
        </article>
      )}
    </More>
  );
}

/** For admins: whoever waits longest comes first. */
export function DisputeList({ first, filter }: { first: Page<Order>; filter: OrderFilter }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) => ok(guildhall.GET("/orders", { params: { query: { ...filter, cursor } } }));
  return (
    <More first={first} load={load} empty="Everybody is at peace." className="rows">
      {(order) => order.dispute && (
        <article className="row">
          <span>
            <Link href={`/orders/${order.id}`}>{order.gig_title}</Link>
            <small><bdi>{order.client.full_name}</bdi> → <bdi>{order.freelancer.full_name}</bdi></small>
            <small>opened by <Opener order={order} dispute={order.dispute} />, <When at={order.dispute.opened_at} /></small>
            <small><OpenedBefore order={order} dispute={order.dispute} /></small>
            <small>time for both to speak: <Countdown at={order.dispute.respond_by} /></small>
          </span>
          <span className="status">{order.dispute.answered ? "Heard, or had the time" : "Not both sides heard"}</span>
          {order.allowed_actions.includes("resolve") && <span className="your-move">your move</span>}
          <span className="price">{money(order.amount, order.currency)}</span>
        </article>
      )}
    </More>
  );
}

function isMyMove({ awaiting, client_id, freelancer_id }: Order, me: string) {
  return (awaiting === "client" && me === client_id) || (awaiting === "freelancer" && me === freelancer_id);
}

export function UserReviews({ first, user }: { first: Page<Review>; user: string }) {
  const { guildhall } = useGuildhall();
  const load = (cursor: string) =>
    ok(guildhall.GET("/users/{id}/reviews", { params: { path: { id: user }, query: { cursor } } }));
  return <More first={first} load={load} empty="No reviews yet." className="rows">{(review) => <ReviewItem review={review} />}</More>;
}

export function ReviewItem({ review }: { review: Review }) {
  return (
    <article className="review">
      <Stars rating={review.rating} />
      {review.comment && <p>{review.comment}</p>}
      <small>
        <Link href={`/users/${review.reviewer_id}`}><bdi>{review.reviewer.full_name}</bdi></Link> on <bdi>{review.gig_title}</bdi> ·{" "}
        <When at={review.created_at} />
      </small>
    </article>
  );
}
