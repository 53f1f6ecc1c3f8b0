import { NextResponse, type NextRequest } from "next/server";
import { env } from "@/lib/env";

/** Gives every page a nonce, without which no script on it runs; Next.js finds it in the request and puts it on its own. */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  if (isSecure(request)) response.headers.set("Strict-Transport-Security", "max-age=31536000");
  return response;
}

// What Guildhall answers has rules of its own, and static files need none.
export const config = { matcher: "/((?!guildhall/|_next/static/).*)" };

function contentSecurityPolicy(nonce: string) {
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    // React shows where errors come from by eval, and styles come from scripts, while developing only.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Avatars may stand on any host.
    "img-src 'self' data: http: https:",
    `connect-src ${["'self'", ...guildhall()].join(" ")}`,
    `form-action ${["'self'", ...provider()].join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Where pages call Guildhall, if that is not this app itself. */
function guildhall() {
  if (env.wiring === "proxy") return [];
  const { origin } = new URL(env.publicUrl);
  return [origin, origin.replace(/^http/, "ws")];
}

/** Where a form leads that signs in by a provider; browsers follow its redirects by this rule. */
function provider() {
  return env.oidc ? [new URL(env.oidc.issuer).origin] : [];
}

/** Whether browsers come by https, which may end at a proxy in front. */
function isSecure(request: NextRequest) {
  return env.appUrl.startsWith("https:") || request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}
