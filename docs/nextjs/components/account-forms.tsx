"use client";

import Link from "next/link";
import { useState } from "react";
import { askForReset, enter, join, reset } from "@/app/actions";
import { Refused, type Problem } from "@/lib/guildhall";
import { Field, Form } from "./form";

async function accepted(answer: Promise<Problem | undefined>) {
  const problem = await answer;
  if (problem) throw new Refused(problem);
}

/** A page load rather than a navigation, so that nothing of the stranger's pages and socket is kept. */
async function then(answer: Promise<Problem | undefined>, next: string) {
  await accepted(answer);
  location.assign(next);
}

export function SignIn({ next }: { next: string }) {
  return (
    <Form send={(form) => then(enter(form), next)} submit="Sign in">
      <Field name="email" label="Email" type="email" autoComplete="username" />
      <Field name="password" label="Password" type="password" autoComplete="current-password" />
    </Form>
  );
}

export function SignUp({ next }: { next: string }) {
  return (
    <Form send={(form) => then(join(form), next)} submit="Join">
      <Field name="full_name" label="Full name" autoComplete="name" />
      <Field name="email" label="Email" type="email" autoComplete="username" />
      <Field name="password" label="Password" type="password" autoComplete="new-password" hint="At least 8 characters." />
    </Form>
  );
}

export function AskForReset() {
  const [asked, setAsked] = useState(false);
  if (asked) return <p role="status">If there is such an account, a link is on its way.</p>;
  const send = async (form: FormData) => {
    await accepted(askForReset(form));
    setAsked(true);
  };
  return (
    <Form send={send} submit="Send me a link">
      <Field name="email" label="Email" type="email" autoComplete="username" />
    </Form>
  );
}

export function Reset({ token }: { token: string }) {
  const [done, setDone] = useState(false);
  if (done) return <p role="status">Your password is new. <Link href="/sign-in">Sign in with it.</Link></p>;
  const send = async (form: FormData) => {
    await accepted(reset(token, form));
    setDone(true);
  };
  return (
    <Form send={send} submit="Set password">
      <Field name="password" label="New password" type="password" autoComplete="new-password" hint="At least 8 characters." />
    </Form>
  );
}
