import { notFound } from "next/navigation";
import { OrderList } from "@/components/lists";
import { ok } from "@/lib/guildhall";
import { guildhall, signedIn } from "@/lib/server";

export default async function Page() {
  const me = await signedIn("/disputes");
  if (!me.is_admin) notFound();
  const filter = { role: "admin", awaiting: "me" } as const;
  const first = await ok((await guildhall()).GET("/orders", { params: { query: filter } }));
  return (
    <>
      <h1>Disputes</h1>
      <OrderList first={first} filter={filter} empty="Everybody is at peace." />
    </>
  );
}
