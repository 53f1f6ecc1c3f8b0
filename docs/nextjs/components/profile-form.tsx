"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ok, type Me } from "@/lib/guildhall";
import { Field, Form } from "./form";
import { useGuildhall } from "./guildhall-provider";

export function ProfileForm({ me }: { me: Me }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();
  const [saved, setSaved] = useState(false);

  const send = async (form: FormData) => {
    setSaved(false);
    const text = (name: string) => String(form.get(name));
    const body = {
      full_name: text("full_name"),
      bio: text("bio"),
      avatar_url: text("avatar_url"),
      payment_instructions: text("payment_instructions"),
    };
    await ok(guildhall.PATCH("/me", { body }));
    setSaved(true);
    router.refresh();
  };
  return (
    <Form send={send} submit="Save" label="Profile">
      <Field name="full_name" label="Full name" defaultValue={me.full_name} />
      <Field name="bio" label="About you" as="textarea" rows={4} defaultValue={me.bio ?? ""} />
      <Field name="avatar_url" label="Address of a picture of you" type="url" defaultValue={me.avatar_url ?? ""} />
      <Field
        name="payment_instructions"
        label="Where clients pay you"
        as="textarea"
        rows={3}
        defaultValue={me.payment_instructions ?? ""}
        hint="Bank account, mobile money, cash: whoever orders sees this, and nobody else."
      />
      {saved && <p role="status">Saved.</p>}
    </Form>
  );
}
