import Link from "next/link";
import { When } from "./pieces";
import { money } from "@/lib/format";
import { ok, type Me } from "@/lib/guildhall";
import { guildhall } from "@/lib/server";

/** Tells a freelancer which refunds they owe, and what that means for them. */
export async function OverdueRefunds({ me }: { me: Me }) {
  const api = await guildhall();
  const { overdue_refunds } = await ok(api.GET("/users/{id}", { params: { path: { id: me.id } } }));
  if (overdue_refunds === 0) return null;
  const query = { role: "freelancer", status: ["CANCELLED", "DISPUTED"], limit: 100 } as const;
  const { items } = await ok(api.GET("/orders", { params: { query: { ...query, status: [...query.status] } } }));
  const due = items.filter(({ payment_status, deadlines }) => payment_status === "REFUND_DUE" && isOver(deadlines.refund_by));
  return (
    <div className="notice" role="status">
      <p>
        {overdue_refunds === 1 ? "A refund that you owe is" : `${overdue_refunds} refunds that you owe are`} overdue. Until that is paid,
        nobody finds your gigs or can order from you, and others see it on your profile.
      </p>
      <ul>
        {due.map((order) => (
          <li key={order.id}>
            <Link href={`/orders/${order.id}`}>{order.gig_title}</Link>: {money(order.refund_amount!, order.currency)} to{" "}
            <bdi>{order.client.full_name}</bdi> <small>since <When at={order.deadlines.refund_by!} /></small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function isOver(time: string | null) {
  return time !== null && Date.parse(time) <= Date.now();
}
