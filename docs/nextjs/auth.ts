import { jwtVerify, SignJWT } from "jose";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import type { JWT } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { clientIp } from "@/lib/client-ip";
import { env } from "@/lib/env";
import { ok, Refused, type Problem } from "@/lib/guildhall";
import { internal } from "@/lib/server";

export const SESSION_SECONDS = 12 * 60 * 60;
/** The MAX_SESSION of Guildhall, 30 days unless told: it refuses whoever signed in before that, so that this app asks for a new sign-in. */
const MAX_SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Why Guildhall did not let somebody in. */
export class NotSignedIn extends CredentialsSignin {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.code = problem.code;
  }
}

const key = () => new TextEncoder().encode(env.jwtSecret);

const seconds = () => Math.floor(Date.now() / 1000);

/**
 * A token as Guildhall accepts it: a session in cookies only, a bearer token in the Authorization header only. So a bearer
 * token that was stolen from a page ends with its `exp`, and can not be renewed as a session is.
 */
export function sign(typ: "session+jwt" | "at+jwt", userId: string, signedInAt: number, lifetime: number) {
  const token = new SignJWT({ auth_time: signedInAt })
    .setProtectedHeader({ alg: "HS256", typ })
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(seconds() + lifetime);
  if (env.jwtAudience) token.setAudience(env.jwtAudience);
  return token.sign(key());
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
    encode: async ({ token }) => sign("session+jwt", String(token?.sub), token?.auth_time ?? 0, SESSION_SECONDS),
    decode: async ({ token }) => {
      if (!token) return null;
      const rules = { algorithms: ["HS256"], typ: "session+jwt", requiredClaims: ["sub", "exp", "auth_time"] };
      return (await jwtVerify<JWT>(token, key(), rules)).payload;
    },
  },
  ...sharedCookie(),
  providers: providers(),
  callbacks: {
    async signIn({ user, account, profile }) {
      if (account?.type !== "oidc") return true;
      if (!profile?.email || profile.email_verified !== true) return "/sign-in?error=email_unverified";
      const body = {
        email: profile.email,
        full_name: profile.name || profile.email,
        email_verified: true,
        // By these the user is found again, even with another email by then.
        issuer: String(profile.iss),
        subject: String(profile.sub),
      };
      try {
        // Becomes `sub`, which without this were a random id that Auth.js makes up at each sign-in.
        user.id = (await ok(internal().POST("/internal/users", { body }))).id;
        return true;
      } catch (refused) {
        if (refused instanceof Refused) return `/sign-in?error=${refused.problem.code}`;
        throw refused;
      }
    },
    jwt({ token, account }) {
      // Auth.js knows an account only at the sign-in. It signs the session anew at each look at it, and the time of the
      // sign-in stays: by it Guildhall tells which sessions a new password has ended.
      if (account) return { ...token, auth_time: seconds() };
      return seconds() - (token.auth_time ?? 0) < MAX_SESSION_SECONDS ? token : null;
    },
    session({ session, token }) {
      return { ...session, user: { ...session.user, id: token.sub ?? "", signedInAt: token.auth_time ?? 0 } };
    },
  },
}));

/** Where the API has a host of its own on the same site, the cookie is for the domain that both share. */
function sharedCookie(): Pick<NextAuthConfig, "cookies"> {
  const domain = env.cookieDomain;
  return domain ? { cookies: { sessionToken: { options: { domain } } } } : {};
}
