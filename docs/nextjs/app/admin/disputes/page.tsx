import { OrderList } from "@/components/lists";
import { AdminTabs } from "@/components/pieces";
import { ok } from "@/lib/guildhall";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page() {
  await signedIn("/admin/disputes");
  const filter = { role: "admin", awaiting: "me" } as const;
  const first = await orNotFound(ok((await guildhall()).GET("/orders", { params: { query: filter } })));
  return (
    <>
      <h1>Disputes</h1>
      <AdminTabs current="disputes" />
      <OrderList first={first} filter={filter} empty="Everybody is at peace." />
    </>
  );
}
