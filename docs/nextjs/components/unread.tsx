"use client";

import { useGuildhall } from "./guildhall-provider";

/** How many messages are unread: what the server said at first, then what the socket says. */
export function Unread({ atFirst }: { atFirst: number }) {
  const { unreadTotal = atFirst } = useGuildhall();
  return unreadTotal > 0 && <span className="badge" aria-label={`${unreadTotal} unread`}>{unreadTotal}</span>;
}
