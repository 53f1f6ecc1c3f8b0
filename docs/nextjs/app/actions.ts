"use server";

import { decode, encode } from "next-auth/jwt";
import { NotSignedIn, signIn, signOut } from "@/auth";
import { env } from "@/lib/env";
import { ok, Refused, type Me, type Problem } from "@/lib/guildhall";
import { mail } from "@/lib/mail";
import { nextPage } from "@/lib/next-page";
import { internal } from "@/lib/server";

// What needs the service token or sets the session cookie, and so is done by the server. An error that is thrown from
// here reaches the page without its content, so that problems are returned.

type Answer = Promise<Problem | undefined>;

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

export async function enter(form: FormData): Answer {
  try {
    await signIn("credentials", { email: text(form, "email"), password: text(form, "password"), redirect: false });
  } catch (error) {
    if (error instanceof NotSignedIn) return error.problem;
    throw error;
  }
}

export async function enterByOidc(form: FormData) {
  await signIn("oidc", { redirectTo: nextPage({ next: text(form, "next") }) });
}

export async function join(form: FormData): Answer {
  const body = { email: text(form, "email"), full_name: text(form, "full_name"), password: text(form, "password") };
  return (await attempt(() => ok(internal().POST("/internal/users", { body })))) ?? enter(form);
}

export async function leave() {
  await signOut({ redirectTo: "/" });
}

const RESET = { salt: "password-reset", maxAge: 60 * 60 };

/** Mails a link, and says the same whether there is such a user or not. */
export async function askForReset(form: FormData): Answer {
  return attempt(async () => {
    const user = await find(text(form, "email"));
    if (!user) return;
    // Encrypted with a salt of its own, so that it can not pass for a session. It names the user's version: the new
    // password changes that, and so the link works once.
    const token = await encode({ ...RESET, secret: env.jwtSecret, token: { email: user.email, version: user.updated_at } });
    // Not where the request says this app is: anybody can ask for somebody else, and name a host of their own.
    await mail(user.email, "Your new password", `Choose it here within an hour: ${env.appUrl}/reset/${token}`);
  });
}

export async function reset(token: string, form: FormData): Answer {
  return attempt(async () => {
    const link = await decode({ ...RESET, secret: env.jwtSecret, token }).catch(() => null);
    const user = link?.email ? await find(link.email) : undefined;
    if (!user || user.updated_at !== link?.version)
      throw new Refused({ status: 410, code: "link_used", detail: "This link has expired or was used before. Ask for another." });
    const body = { password: text(form, "password") };
    await ok(internal().PUT("/internal/users/{id}/password", { params: { path: { id: user.id } }, body }));
  });
}

async function find(email: string): Promise<Me | undefined> {
  try {
    return await ok(internal().GET("/internal/users", { params: { query: { email } } }));
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 404) return undefined;
    throw refused;
  }
}

async function attempt(work: () => Promise<unknown>): Answer {
  try {
    await work();
  } catch (refused) {
    if (refused instanceof Refused) return refused.problem;
    throw refused;
  }
}
