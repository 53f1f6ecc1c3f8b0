import type { DefaultSession } from "next-auth";

declare module "next-auth" {
  interface Session {
    user: { id: string; signedInAt: number } & DefaultSession["user"];
  }
}

declare module "@auth/core/jwt" {
  interface JWT {
    /** When the user signed in, in seconds, as OpenID Connect has it. */
    auth_time?: number;
  }
}
