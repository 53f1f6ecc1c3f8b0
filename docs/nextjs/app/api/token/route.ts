import type { NextAuthRequest } from "next-auth";
import type { NextRequest } from "next/server";
import { auth, sign } from "@/auth";

const LIFETIME_SECONDS = 10 * 60;

/** For pages whose cookies do not travel to the API: a short-lived token of whoever is signed in here. */
export async function GET(request: NextRequest, context: RouteContext<"/api/token">) {
  // Around a route, `auth` also sends the session signed anew: it lasts for as long as a page is open. It is awaited, since
  // auth.ts configures Auth.js by a function.
  return (await auth(answer))(request, context);
}

async function answer({ auth: session }: NextAuthRequest) {
  const headers = { "Cache-Control": "no-store" };
  if (!session) return Response.json({ status: 401, code: "auth_missing", detail: "Sign in." }, { status: 401, headers });
  const token = await sign("at+jwt", session.user.id, session.user.signedInAt, LIFETIME_SECONDS);
  return Response.json({ token, expires_in: LIFETIME_SECONDS }, { headers });
}
