"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ok, Refused, type Me } from "@/lib/guildhall";
import { Field, Form } from "./form";
import { useGuildhall } from "./guildhall-provider";

const LABELS = {
  full_name: "Full name",
  bio: "About you",
  avatar_url: "Address of a picture of you",
  payment_instructions: "Where clients pay you",
};
type Name = keyof typeof LABELS;
type Values = Record<Name, string>;
const NAMES = Object.keys(LABELS) as Name[];

const valuesOf = (me: Me): Values => ({
  full_name: me.full_name,
  bio: me.bio ?? "",
  avatar_url: me.avatar_url ?? "",
  payment_instructions: me.payment_instructions ?? "",
});

export function ProfileForm({ me }: { me: Me }) {
  const { guildhall } = useGuildhall();
  const router = useRouter();
  const [seen, setSeen] = useState(me);
  const [shown, setShown] = useState(valuesOf(me));
  const [elsewhere, setElsewhere] = useState<Name[]>([]);
  const [saved, setSaved] = useState(false);

  /** Only what was changed here, so that a page that was opened long ago takes nothing newer back. */
  const save = async (changed: Name[], typed: Values, version: number) => {
    const body = Object.fromEntries(changed.map((name) => [name, typed[name]]));
    const header = { "If-Match": `"${version}"` };
    const now = await ok(guildhall.PATCH("/me", { params: { header }, body }));
    setShown(valuesOf(now));
    setSeen(now);
    setElsewhere([]);
    setSaved(true);
    router.refresh();
  };

  const send = async (form: FormData) => {
    setSaved(false);
    const typed = Object.fromEntries(NAMES.map((name) => [name, String(form.get(name))])) as Values;
    const changed = NAMES.filter((name) => typed[name] !== valuesOf(seen)[name]);
    try {
      await save(changed, typed, seen.version);
    } catch (refused) {
      if (!(refused instanceof Refused) || refused.problem.status !== 412) throw refused;
      const now = await ok(guildhall.GET("/me"));
      const both = changed.filter((name) => valuesOf(now)[name] !== valuesOf(seen)[name]);
      setShown({ ...valuesOf(now), ...Object.fromEntries(changed.map((name) => [name, typed[name]])) });
      setSeen(now);
      setElsewhere(both);
      if (both.length === 0) await save(changed, typed, now.version);
    }
  };
  return (
    <Form send={send} submit={elsewhere.length > 0 ? "Save mine" : "Save"} label="Profile">
      {/* Inputs keep what was typed, so that other values need new inputs. */}
      <Fields key={seen.version} values={shown} />
      {elsewhere.map((name) => (
        <p className="problem" role="alert" key={name}>
          “{LABELS[name]}” was changed elsewhere since you opened this page. It is now: {valuesOf(seen)[name] || "empty"}
        </p>
      ))}
      {saved && <p role="status">Saved.</p>}
    </Form>
  );
}

function Fields({ values }: { values: Values }) {
  return (
    <>
      <Field name="full_name" label={LABELS.full_name} defaultValue={values.full_name} />
      <Field name="bio" label={LABELS.bio} as="textarea" rows={4} defaultValue={values.bio} />
      <Field name="avatar_url" label={LABELS.avatar_url} type="url" defaultValue={values.avatar_url} />
      <Field
        name="payment_instructions"
        label={LABELS.payment_instructions}
        as="textarea"
        rows={3}
        defaultValue={values.payment_instructions}
        hint="Bank account, mobile money, cash: whoever orders sees this, and nobody else."
      />
    </>
  );
}
