"use client";

import { useRouter } from "next/navigation";
import { createContext, useCallback, useContext, useMemo, type ReactNode } from "react";
import type { Me } from "@/lib/guildhall";
import { useChat } from "@/lib/useChat";
import { wire, type Wiring } from "@/lib/wiring";

type Context = { me: Me | undefined; guildhall: ReturnType<typeof wire>["guildhall"] } & ReturnType<typeof useChat>;

const GuildhallContext = createContext<Context | undefined>(undefined);

/** Gives every component the browser's client and the one socket of the page. */
export function GuildhallProvider({ me, wiring, children }: { me?: Me; wiring: Wiring; children: ReactNode }) {
  const router = useRouter();
  const { kind, url } = wiring;
  const wired = useMemo(() => wire({ kind, url }), [kind, url]);
  // Hints are not replayed and carry little: the server components read again what is on the screen.
  const refresh = useCallback(() => router.refresh(), [router]);
  const chat = useChat(me?.id, wired, refresh);
  return (
    <GuildhallContext value={{ me, guildhall: wired.guildhall, ...chat }}>{children}</GuildhallContext>
  );
}

export function useGuildhall() {
  const context = useContext(GuildhallContext);
  if (!context) throw new Error("useGuildhall needs a GuildhallProvider around it");
  return context;
}
