import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { GuildhallProvider } from "@/components/guildhall-provider";
import { Unread } from "@/components/unread";
import { env } from "@/lib/env";
import { ok } from "@/lib/guildhall";
import { guildhall, whoAmI } from "@/lib/server";
import { leave } from "./actions";
import "./styles.css";

export const metadata: Metadata = { title: "Guildhall", description: "A marketplace for freelancers" };

export default async function Layout({ children }: { children: ReactNode }) {
  const me = await whoAmI();
  return (
    <html lang="en">
      <body>
        <GuildhallProvider me={me} wiring={{ kind: env.wiring, url: env.publicUrl }}>
          <a className="skip" href="#main">Skip to content</a>
          <header className="top">
            <Link className="brand" href="/">Guildhall</Link>
            <nav aria-label="Main">
              <Link href="/">Browse</Link>
              {me ? (
                <>
                  <Link href="/gigs/new">Offer a gig</Link>
                  <Link href="/orders">Orders <AwaitingMe /></Link>
                  <Link href="/messages">Messages <Unread atFirst={me.unread_total} /></Link>
                  {me.is_admin && <Link href="/admin/disputes">Admin</Link>}
                  <Link className="own" href="/me">{me.full_name}</Link>
                  <form action={leave}><button className="link">Sign out</button></form>
                </>
              ) : (
                <>
                  <Link href="/sign-in">Sign in</Link>
                  <Link className="button" href="/sign-up">Join</Link>
                </>
              )}
            </nav>
          </header>
          <main id="main">{children}</main>
        </GuildhallProvider>
      </body>
    </html>
  );
}

const AT_MOST = 9;

async function AwaitingMe() {
  const query = { awaiting: "me", limit: AT_MOST } as const;
  const { items, next_cursor } = await ok((await guildhall()).GET("/orders", { params: { query } }));
  if (items.length === 0) return null;
  return <span className="badge" aria-label={`${items.length} awaiting you`}>{items.length}{next_cursor && "+"}</span>;
}
