import Link from "next/link";
import type { UserSummary, Order, Problem } from "@/lib/guildhall";
import { STATUS } from "@/lib/words";

export function Person({ card, role }: { card: UserSummary; role?: string }) {
  return (
    <span className="person">
      <Avatar name={card.full_name} url={card.avatar_url} />
      <span>
        <Link href={`/users/${card.id}`}>{card.full_name}</Link>
        <small>
          {role && `${role} · `}
          <Rating average={card.rating_avg} count={card.rating_count} />
        </small>
      </span>
    </span>
  );
}

export function Avatar({ name, url }: { name: string; url: string | null }) {
  // By code points: an emoji or a rare letter is two of those that an index counts.
  const initials = name.split(/\s+/).slice(0, 2).map(([first]) => first).join("");
  // A plain img, since avatars may stand on any host.
  return <span className="avatar" aria-hidden>{url ? <img src={url} alt="" /> : initials}</span>;
}

export function Rating({ average, count }: { average: number | null; count: number }) {
  if (average === null) return <span className="rating">no reviews yet</span>;
  return <span className="rating"><b aria-hidden>★</b> {average.toFixed(2)} ({count})</span>;
}

export function Stars({ rating }: { rating: number }) {
  return <span className="stars" role="img" aria-label={`${rating} of 5 stars`}>{"★".repeat(rating)}{"☆".repeat(5 - rating)}</span>;
}

export function Status({ order }: { order: Order }) {
  return <span className="status" data-status={order.status}>{STATUS[order.status]}</span>;
}

const ADMIN = { disputes: "Disputes", users: "Users", moderation: "Moderation" };

export function AdminTabs({ current }: { current: keyof typeof ADMIN }) {
  return (
    <nav className="tabs" aria-label="Admin">
      {Object.entries(ADMIN).map(([page, name]) => (
        <Link key={page} href={`/admin/${page}`} aria-current={page === current ? "page" : undefined}>{name}</Link>
      ))}
    </nav>
  );
}

/** Shown in place of a list whose filter was not taken. */
export function FilterProblem({ problem: { detail, errors = [] } }: { problem: Problem }) {
  return (
    <p className="problem" role="alert">
      {errors.map((error) => `${error.parameter}: ${error.detail}`).join(" ") || detail}
    </p>
  );
}

const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

export function When({ at }: { at: string }) {
  return <time dateTime={at} title={at}>{DATE.format(new Date(at))} UTC</time>;
}
