import Link from "next/link";
import { OrderList, type OrderFilter } from "@/components/lists";
import { OverdueRefunds } from "@/components/overdue-refunds";
import { ok } from "@/lib/guildhall";
import { guildhall, signedIn } from "@/lib/server";

const VIEWS: Record<string, { name: string; filter: OrderFilter; empty: string }> = {
  awaiting: { name: "Awaiting me", filter: { awaiting: "me" }, empty: "Nothing waits for you." },
  placed: { name: "Placed by me", filter: { role: "client" }, empty: "You have not ordered anything yet." },
  received: { name: "Placed with me", filter: { role: "freelancer" }, empty: "Nobody has ordered from you yet." },
};

export default async function Page({ searchParams }: PageProps<"/orders">) {
  const me = await signedIn("/orders");
  const { view } = await searchParams;
  const chosen = typeof view === "string" && view in VIEWS ? view : "awaiting";
  const { filter, empty } = VIEWS[chosen]!;
  const first = await ok((await guildhall()).GET("/orders", { params: { query: filter } }));
  return (
    <>
      <h1>Orders</h1>
      <OverdueRefunds me={me} />
      <nav className="tabs" aria-label="Orders">
        {Object.entries(VIEWS).map(([key, { name }]) => (
          <Link key={key} href={`/orders?view=${key}`} aria-current={key === chosen ? "page" : undefined}>{name}</Link>
        ))}
      </nav>
      <OrderList key={chosen} first={first} filter={filter} empty={empty} />
    </>
  );
}
