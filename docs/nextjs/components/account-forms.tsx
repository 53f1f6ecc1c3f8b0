"use client";

import Link from "next/link";
import { useState } from "react";
import { askForReset, askForVerification, dropSession, enter, join, reset, verify } from "@/app/actions";
import { ok, Refused, type Problem } from "@/lib/guildhall";
import { Field, Form } from "./form";
import { useGuildhall } from "./guildhall-provider";

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

/** @param isClaim whether nobody has confirmed the address yet, so that the account begins anew */
export function Reset({ token, isClaim }: { token: string; isClaim: boolean }) {
  const [done, setDone] = useState(false);
  if (done) return <p role="status">Your password is new. <Link href="/sign-in">Sign in with it.</Link></p>;
  const send = async (form: FormData) => {
    await accepted(reset(token, form));
    setDone(true);
  };
  return (
    <Form send={send} submit="Set password">
      {isClaim && <Field name="full_name" label="Full name" autoComplete="name" hint="The profile begins anew." />}
      <Field name="password" label="New password" type="password" autoComplete="new-password" hint="At least 8 characters." />
    </Form>
  );
}

export function AskForVerification() {
  const [asked, setAsked] = useState(false);
  if (asked) return <p role="status">The link is on its way.</p>;
  const send = async () => {
    await accepted(askForVerification());
    setAsked(true);
  };
  return <Form send={send} submit="Send the link again" tone="quiet" label="Email address" />;
}

export function VerifyEmail({ token, email }: { token: string; email: string }) {
  const [done, setDone] = useState(false);
  if (done) return <p role="status">Your address is confirmed. <Link href="/me">Your profile</Link></p>;
  const send = async () => {
    await accepted(verify(token));
    setDone(true);
  };
  return <Form send={send} submit={`${email} is mine`} label="Email address" />;
}

export function SignOutEverywhere() {
  const { guildhall } = useGuildhall();
  const send = async () => {
    await ok(guildhall.POST("/me/sign-out-everywhere", { body: {} }));
    // Guildhall refuses the session of this browser by now, too; the cookie goes as well.
    await dropSession();
    location.assign("/sign-in");
  };
  return <Form send={send} submit="Sign out everywhere" tone="danger" label="Sign out everywhere" />;
}
