import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { env } from "./env";
import { connect, ok, Refused, type Me } from "./guildhall";

/** Guildhall as whoever asked for this page: the session cookie is handed on as it came. */
export async function guildhall() {
  const cookie = (await cookies()).toString();
  return connect({
    baseUrl: env.guildhallUrl,
    cache: "no-store",
    fetch: (request) => {
      if (cookie) request.headers.set("Cookie", cookie);
      return fetch(request);
    },
  });
}

/** Guildhall's /internal/…, for this server alone. */
export function internal() {
  return connect({
    baseUrl: env.guildhallInternalUrl,
    cache: "no-store",
    fetch: (request) => {
      request.headers.set("Authorization", `Bearer ${env.serviceToken}`);
      return fetch(request);
    },
  });
}

/** Who is asking, if anyone. Asked once a page, however many components want to know. */
export const whoAmI = cache(async (): Promise<Me | undefined> => {
  try {
    return await ok((await guildhall()).GET("/me"));
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 401) return undefined;
    throw refused;
  }
});

/** Who is asking; strangers are sent to sign in, and come back to this page. */
export async function signedIn(page: string): Promise<Me> {
  return (await whoAmI()) ?? redirect(`/sign-in?next=${encodeURIComponent(page)}`);
}

/** What is not there, no id at all, or for admins only, is the 404 page. */
export async function orNotFound<Data>(call: Promise<Data>): Promise<Data> {
  return call.catch((refused) => {
    if (refused instanceof Refused && [400, 403, 404].includes(refused.problem.status)) notFound();
    throw refused;
  });
}
