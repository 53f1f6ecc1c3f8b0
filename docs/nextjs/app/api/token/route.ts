import { auth, sign } from "@/auth";

/** For pages whose cookies do not travel to the API: a short-lived token of whoever is signed in here. */
export async function GET() {
  const session = await auth();
  const headers = { "Cache-Control": "no-store" };
  if (!session) return Response.json({ status: 401, code: "auth_missing", detail: "Sign in." }, { status: 401, headers });
  return Response.json({ token: await sign(session.user.id, session.user.signedInAt, 10 * 60) }, { headers });
}
