"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { v4 as newUuid } from "uuid";
import { moneyInput } from "@/lib/format";
import { ok, type Gig } from "@/lib/guildhall";
import { Field, Form } from "./form";
import { useGuildhall } from "./guildhall-provider";

/** Offers a gig, or changes one. */
export function GigForm({ gig }: { gig?: Gig }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();
  // Made once for this form: however often it is sent, there will be one gig.
  const [key] = useState(() => newUuid());

  const send = async (form: FormData) => {
    const body = {
      title: String(form.get("title")),
      description: String(form.get("description")),
      price: moneyInput(form.get("price")),
      delivery_days: Number(form.get("delivery_days")),
      language: String(form.get("language")).trim() || null,
      is_active: form.has("is_active"),
    };
    const saved = gig
      ? await ok(guildhall.PATCH("/gigs/{id}", {
          params: { path: { id: gig.id }, header: { "If-Match": `"${gig.version}"` } },
          body,
        }))
      : await ok(guildhall.POST("/gigs", { params: { header: { "Idempotency-Key": key } }, body }));
    router.push(`/gigs/${saved.id}`);
    router.refresh();
  };

  return (
    <Form send={send} submit={gig ? "Save" : "Publish"} label="Gig">
      <Field name="title" label="Title" defaultValue={gig?.title} />
      <Field name="description" label="Description" as="textarea" rows={8} defaultValue={gig?.description} />
      <div className="pair">
        <Field name="price" label="Price" inputMode="decimal" defaultValue={gig?.price} />
        <Field name="delivery_days" label="Delivery in days" inputMode="numeric" defaultValue={gig?.delivery_days ?? 7} />
      </div>
      <Field name="language" label="Language it is written in (optional)" hint="Such as en, de or pt-BR." defaultValue={gig?.language ?? ""} />
      <label className="check">
        <input type="checkbox" name="is_active" defaultChecked={gig?.is_active ?? true} /> Everybody may see and order it
      </label>
    </Form>
  );
}
