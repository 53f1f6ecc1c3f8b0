import Link from "next/link";
import { OrderGig, OwnGig } from "@/components/gig-actions";
import { GigModeration } from "@/components/moderation-panel";
import { Person, When } from "@/components/pieces";
import { days, money } from "@/lib/format";
import { ok } from "@/lib/guildhall";
import { guildhall, orNotFound, whoAmI } from "@/lib/server";

export default async function Page({ params }: PageProps<"/gigs/[id]">) {
  const { id } = await params;
  const me = await whoAmI();
  const gig = await orNotFound(ok((await guildhall()).GET("/gigs/{id}", { params: { path: { id } } })));
  return (
    <div className="with-aside">
      <article>
        <h1>{gig.title}</h1>
        <Person card={gig.freelancer} />
        {gig.taken_down && (
          <div className="notice">
            <p>An admin has taken this gig down, <When at={gig.taken_down.at} />. Only its freelancer and admins see it.</p>
            {gig.taken_down.reason && <blockquote>{gig.taken_down.reason}</blockquote>}
          </div>
        )}
        <p className="prose">{gig.description}</p>
        {me?.is_admin && me.id !== gig.freelancer_id && <GigModeration gig={gig} />}
      </article>
      <aside className="card">
        <p className="price big">{money(gig.price, gig.currency)}</p>
        <p>Delivered in {days(gig.delivery_days)}{!gig.is_active && ", but not published"}</p>
        {me?.id === gig.freelancer_id ? (
          <OwnGig gig={gig} />
        ) : me ? (
          <>
            <OrderGig gig={gig} />
            <Link href={`/messages/${gig.freelancer_id}`}>Ask {gig.freelancer.full_name} first</Link>
          </>
        ) : (
          <Link className="button" href={`/sign-in?next=/gigs/${gig.id}`}>Sign in to order</Link>
        )}
      </aside>
    </div>
  );
}
