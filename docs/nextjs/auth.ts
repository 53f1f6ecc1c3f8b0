import { jwtVerify, SignJWT } from "jose";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { clientIp } from "@/lib/client-ip";
import { env } from "@/lib/env";
import { ok, Refused, type Problem } from "@/lib/guildhall";
import { internal } from "@/lib/server";

export const SESSION_SECONDS = 12 * 60 * 60;

/** Why Guildhall did not let somebody in. */
export class NotSignedIn extends CredentialsSignin {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.code = problem.code;
  }
}

const key = () => new TextEncoder().encode(env.jwtSecret);

/** A token as Guildhall accepts it. */
export function sign(userId: string, issuedAt: number | undefined, seconds: number) {
  const now = Math.floor(Date.now() / 1000);
  return (
    new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(userId)
      // Auth.js signs anew at each look at the session. The time of the sign-in stays, since Guildhall refuses tokens
      // that are older than the password.
      .setIssuedAt(issuedAt ?? now)
      .setExpirationTime(now + seconds)
      .sign(key())
  );
}

const credentials = Credentials({
  credentials: { email: {}, password: { type: "password" } },
  async authorize({ email, password }, request) {
    try {
      const body = {
        email: String(email ?? ""),
        password: String(password ?? ""),
        client_ip: clientIp(request.headers, env.trustedProxies),
      };
      return { id: (await ok(internal().POST("/internal/credentials/verify", { body }))).id };
    } catch (refused) {
      throw refused instanceof Refused ? new NotSignedIn(refused.problem) : refused;
    }
  },
});

function providers(): NextAuthConfig["providers"] {
  return env.oidc ? [credentials, { id: "oidc", type: "oidc", ...env.oidc }] : [credentials];
}

// A function, so that a build needs no secrets.
export const { handlers, signIn, signOut, auth } = NextAuth(() => ({
  secret: env.jwtSecret,
  trustHost: true,
  pages: { signIn: "/sign-in", error: "/sign-in" },
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  jwt: {
    // By default Auth.js encrypts; signed instead, the very cookie is what Guildhall reads.
    encode: async ({ token }) => sign(String(token?.sub), token?.iat, SESSION_SECONDS),
    decode: async ({ token }) => {
      if (!token) return null;
      const { payload } = await jwtVerify(token, key(), { algorithms: ["HS256"] });
      return payload;
    },
  },
  ...sharedCookie(),
  providers: providers(),
  callbacks: {
    async signIn({ user, account, profile }) {
      if (account?.type !== "oidc") return true;
      if (!profile?.email || profile.email_verified !== true) return "/sign-in?error=email_unverified";
      const body = { email: profile.email, full_name: profile.name || profile.email, email_verified: true };
      try {
        // Becomes `sub`, which without this were a random id that Auth.js makes up at each sign-in.
        user.id = (await ok(internal().POST("/internal/users", { body }))).id;
        return true;
      } catch (refused) {
        if (refused instanceof Refused) return `/sign-in?error=${refused.problem.code}`;
        throw refused;
      }
    },
    session({ session, token }) {
      return { ...session, user: { ...session.user, id: token.sub ?? "", signedInAt: token.iat } };
    },
  },
}));

/** Where the API has a host of its own on the same site, the cookie is for the domain that both share. */
function sharedCookie(): Pick<NextAuthConfig, "cookies"> {
  const domain = env.cookieDomain;
  return domain ? { cookies: { sessionToken: { options: { domain } } } } : {};
}
