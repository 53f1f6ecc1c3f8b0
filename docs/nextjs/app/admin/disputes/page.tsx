import { DisputeList, type OrderFilter } from "@/components/lists";
import { AdminTabs } from "@/components/pieces";
import { ok } from "@/lib/guildhall";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page() {
  await signedIn("/admin/disputes");
  const filter: OrderFilter = { role: "admin", status: ["DISPUTED"], sort: "waiting" };
  const first = await orNotFound(ok((await guildhall()).GET("/orders", { params: { query: filter } })));
  return (
    <>
      <h1>Disputes</h1>
      <AdminTabs current="disputes" />
      <DisputeList first={first} filter={filter} />
    </>
  );
}
