import "server-only";
import { ok, Refused, type Me } from "./guildhall";
import { readLink } from "./links";
import { internal } from "./server";

/** Whose password a link may set; nobody's if it has expired or was used. */
export async function userOfResetLink(token: string): Promise<Me | undefined> {
  const link = await readLink("reset", token);
  const user = link && (await findUser(link.email));
  // An account whose address is not verified may be held by a stranger, who could change it at any time so that no link is
  // good for it. Its link works once as well: it makes the account a verified one.
  return user && (!user.email_verified || user.updated_at === link.version) ? user : undefined;
}

export async function findUser(email: string): Promise<Me | undefined> {
  try {
    // Asked for an email, it answers with a whole user; the contract has one type for this and for a page.
    return (await ok(internal().GET("/internal/users", { params: { query: { email } } }))) as Me;
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 404) return undefined;
    throw refused;
  }
}
