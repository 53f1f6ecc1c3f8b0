"use client";

import { useState, useTransition } from "react";
import type { Page } from "./guildhall";

/** A list that grows: `more` reads the next page where there is one. Keyset pages neither skip nor repeat. */
export function useMore<Item>(first: Page<Item>, load: (cursor: string) => Promise<Page<Item>>) {
  const [later, setLater] = useState<{ after: Page<Item>; pages: Page<Item>[] }>({ after: first, pages: [] });
  const [busy, startTransition] = useTransition();
  // The server has read the first page anew: what followed the old one is read anew as well.
  const pages = later.after === first ? [first, ...later.pages] : [first];
  const cursor = pages.at(-1)!.next_cursor;
  const more =
    cursor === null
      ? undefined
      : () =>
          startTransition(async () => {
            const page = await load(cursor);
            setLater({ after: first, pages: [...pages.slice(1), page] });
          });
  return { items: pages.flatMap((page) => page.items), more, busy };
}
