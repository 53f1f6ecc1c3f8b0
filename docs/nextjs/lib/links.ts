import "server-only";
import { decode, encode } from "next-auth/jwt";
import { env } from "./env";

// Encrypted, each kind with a salt of its own, so that a link can pass neither for a session nor for one of another kind.
const KINDS = {
  reset: { salt: "password-reset", maxAge: 60 * 60 },
  verification: { salt: "email-verification", maxAge: 24 * 60 * 60 },
};

/** What a link says that is mailed to somebody. */
type Link = { sub?: string; email: string; version?: string };

export function makeLink(kind: keyof typeof KINDS, link: Link): Promise<string> {
  return encode({ ...KINDS[kind], secret: env.jwtSecret, token: link });
}

/** None if it has expired, or was not made here. */
export async function readLink(kind: keyof typeof KINDS, token: string): Promise<Link | undefined> {
  const link = await decode<Link>({ ...KINDS[kind], secret: env.jwtSecret, token }).catch(() => null);
  return link ?? undefined;
}
