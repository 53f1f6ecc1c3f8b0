"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { v4 as newUuid } from "uuid";
import { money } from "@/lib/format";
import { ok, type Gig } from "@/lib/guildhall";
import { Form } from "./form";
import { useGuildhall } from "./guildhall-provider";

export function OrderGig({ gig }: { gig: Gig }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();
  const [key] = useState(() => newUuid());

  const order = async () => {
    const placed = await ok(guildhall.POST("/orders", {
      // A second click under the same key is answered by the first order.
      params: { header: { "Idempotency-Key": key } },
      // And nobody pays a price that they were not shown.
      body: { gig_id: gig.id, expected_price: gig.price },
    }));
    router.push(`/orders/${placed.id}`);
  };
  return <Form send={order} submit={`Order for ${money(gig.price, gig.currency)}`} label="Order" />;
}

export function OwnGig({ gig }: { gig: Gig }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();

  const remove = async () => {
    await ok(guildhall.DELETE("/gigs/{id}", {
      params: { path: { id: gig.id }, header: { "If-Match": `"${gig.version}"` } },
    }));
    router.push(`/users/${gig.freelancer_id}`);
    router.refresh();
  };
  return (
    <>
      <Link className="button" href={`/gigs/${gig.id}/edit`}>Edit</Link>
      <Form send={remove} submit="Delete" tone="danger" label="Delete" />
    </>
  );
}
