"use server";

import { headers } from "next/headers";
import { NotSignedIn, signIn, signOut } from "@/auth";
import { clientIp } from "@/lib/client-ip";
import { env } from "@/lib/env";
import { ok, Refused, type Me, type Problem } from "@/lib/guildhall";
import { makeLink, readLink } from "@/lib/links";
import { mail } from "@/lib/mail";
import { nextPage } from "@/lib/next-page";
import { findUser, userOfResetLink } from "@/lib/reset";
import { internal, whoAmI } from "@/lib/server";

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
  const body = {
    email: text(form, "email"),
    full_name: text(form, "full_name"),
    password: text(form, "password"),
    // A sign-up that is sent again has to bring the same password, so that one can guess here as well as at the sign-in.
    client_ip: clientIp(await headers(), env.trustedProxies),
  };
  const refused = await attempt(async () => {
    const user = await ok(internal().POST("/internal/users", { body }));
    // The account is there, with or without this mail, and the profile page sends another.
    await mailVerification(user).catch((failed) => console.error(`No mail to ${user.email}:`, failed));
  });
  return refused ?? enter(form);
}

export async function leave() {
  await signOut({ redirectTo: "/" });
}

/** For pages that go on by themselves. */
export async function dropSession() {
  await signOut({ redirect: false });
}

/** Mails the link once more. */
export async function askForVerification(): Answer {
  return attempt(async () => {
    const me = await whoAmI();
    if (!me) throw new Refused({ status: 401, code: "auth_missing", detail: "Sign in first." });
    await mailVerification(me);
  });
}

async function mailVerification({ id, email }: Me) {
  const token = await makeLink("verification", { sub: id, email });
  await mail(email, "Your email address", `Confirm that it is yours within a day: ${env.appUrl}/verify/${token}`);
}

export async function verify(token: string): Answer {
  return attempt(async () => {
    const [me, link] = [await whoAmI(), await readLink("verification", token)];
    if (!link?.sub) throw new Refused({ status: 410, code: "link_expired", detail: "This link has expired. Ask for another." });
    // Only who holds the account: somebody else may have made it with an address that is not theirs, and then the owner
    // of the address, who gets this mail, must not confirm it for them.
    if (link.sub !== me?.id) throw new Refused({ status: 403, code: "forbidden", detail: "Sign in with the account of this link." });
    const params = { path: { id: link.sub } };
    await ok(internal().PUT("/internal/users/{id}/email-verification", { params, body: { email: link.email } }));
  });
}

/** Mails a link, and says the same whether there is such a user or not. */
export async function askForReset(form: FormData): Answer {
  return attempt(async () => {
    const user = await findUser(text(form, "email"));
    if (!user) return;
    // It names the user's version: a new password changes that, and so the link works once.
    const token = await makeLink("reset", { email: user.email, version: user.updated_at });
    // Not where the request says this app is: anybody can ask for somebody else, and name a host of their own.
    await mail(user.email, "Your new password", `Choose it here within an hour: ${env.appUrl}/reset/${token}`);
  });
}

export async function reset(token: string, form: FormData): Answer {
  return attempt(async () => {
    const user = await userOfResetLink(token);
    if (!user)
      throw new Refused({ status: 410, code: "link_used", detail: "This link has expired or was used before. Ask for another." });
    const password = text(form, "password");
    if (user.email_verified) {
      await ok(internal().PUT("/internal/users/{id}/password", { params: { path: { id: user.id } }, body: { password } }));
    } else {
      // Whoever has opened the link owns the address, but nobody knows yet who made the account. So it is claimed: what a
      // stranger may have put there goes, above all where clients pay.
      const body = { email: user.email, full_name: text(form, "full_name"), password, email_verified: true };
      await ok(internal().POST("/internal/users", { body }));
    }
  });
}

async function attempt(work: () => Promise<unknown>): Answer {
  try {
    await work();
  } catch (refused) {
    if (refused instanceof Refused) return refused.problem;
    throw refused;
  }
}
