"use client";

import type { ReactNode } from "react";
import type { Page } from "@/lib/guildhall";
import { useMore } from "@/lib/useMore";

type Props<Item> = {
  first: Page<Item>;
  load: (cursor: string) => Promise<Page<Item>>;
  empty: string;
  className: string;
  children: (item: Item) => ReactNode;
};

/** A list with a button for its next page. */
export function More<Item extends { id: string }>({ first, load, empty, className, children }: Props<Item>) {
  const { items, more, busy } = useMore(first, load);
  if (items.length === 0) return <p className="empty">{empty}</p>;
  return (
    <>
      <ul className={className}>{items.map((item) => <li key={item.id}>{children(item)}</li>)}</ul>
      {more && <button className="quiet more" onClick={more} disabled={busy}>More</button>}
    </>
  );
}
