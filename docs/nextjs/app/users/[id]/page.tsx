import Link from "next/link";
import { UserGigs, UserReviews } from "@/components/lists";
import { UserModeration } from "@/components/moderation-panel";
import { Avatar, Rating } from "@/components/pieces";
import { ok } from "@/lib/guildhall";
import { guildhall, orNotFound, whoAmI } from "@/lib/server";

export default async function Page({ params }: PageProps<"/users/[id]">) {
  const api = await guildhall();
  const one = { params: { path: { id: (await params).id } } };
  const [me, user, gigs, reviews] = await orNotFound(
    Promise.all([
      whoAmI(),
      ok(api.GET("/users/{id}", one)),
      ok(api.GET("/users/{id}/gigs", one)),
      ok(api.GET("/users/{id}/reviews", one)),
    ]),
  );
  return (
    <>
      <section className="profile">
        <Avatar name={user.full_name} url={user.avatar_url} />
        <div>
          <h1>{user.full_name}</h1>
          <p>
            <Rating average={user.rating_avg} count={user.rating_count} /> · {user.completed_orders === 1 ? "1 order" : `${user.completed_orders} orders`} completed
          </p>
          {user.overdue_refunds > 0 && (
            <p className="problem">
              Owes {user.overdue_refunds === 1 ? "a refund that is" : `${user.overdue_refunds} refunds that are`} overdue. Until that is
              paid, nobody can order here.
            </p>
          )}
          {user.bio && <p className="prose">{user.bio}</p>}
          {me && me.id !== user.id && <Link className="button" href={`/messages/${user.id}`}>Send a message</Link>}
          {me?.id === user.id && <Link className="button" href="/me">Edit profile</Link>}
        </div>
      </section>
      <h2>Gigs</h2>
      <UserGigs first={gigs} user={user.id} />
      <h2>Reviews</h2>
      <UserReviews first={reviews} user={user.id} />
      {me?.is_admin && <UserModeration id={user.id} />}
    </>
  );
}
