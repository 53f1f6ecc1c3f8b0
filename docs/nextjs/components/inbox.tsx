"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ok, type Conversation, type Page } from "@/lib/guildhall";
import { useMore } from "@/lib/useMore";
import { useGuildhall } from "./guildhall-provider";
import { Avatar, When } from "./pieces";

export function Inbox({ first, current }: { first: Page<Conversation>; current?: string }) {
  const { guildhall, messages, unread, unreadTotal } = useGuildhall();
  const router = useRouter();
  const newest = current && messages[current]?.at(-1)?.id;
  // Something was written, perhaps for the first time: the server knows the names and the order.
  useEffect(() => router.refresh(), [router, unreadTotal, newest]);
  const { items, more, busy } = useMore(first, (cursor) => ok(guildhall.GET("/conversations", { params: { query: { cursor } } })));
  if (items.length === 0) return <p className="empty">Nobody has written yet. Ask a freelancer about a gig.</p>;
  return (
    <nav aria-label="Conversations">
      <ul className="rows inbox">
        {items.map(({ user_id, full_name, avatar_url, last_message, unread_count }) => {
          const count = unread[user_id] ?? unread_count;
          const latest = messages[user_id]?.at(-1) ?? last_message;
          return (
            <li key={user_id}>
              <Link className="row" href={`/messages/${user_id}`} aria-current={user_id === current ? "page" : undefined}>
                <Avatar name={full_name} url={avatar_url} />
                <span>
                  <b>{full_name}</b>
                  <small className="excerpt">{latest?.content}</small>
                  {latest && <small><When at={latest.created_at} /></small>}
                </span>
                {count > 0 && <span className="badge" aria-label={`${count} unread`}>{count}</span>}
              </Link>
            </li>
          );
        })}
      </ul>
      {more && <button className="quiet more" onClick={more} disabled={busy}>More</button>}
    </nav>
  );
}
