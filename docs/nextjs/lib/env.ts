import "server-only";

/** The environment of this app's server; .env.example says what each of these is. */
export const env = {
  get guildhallUrl() {
    return process.env.GUILDHALL_URL || "http://localhost:8080";
  },
  get guildhallInternalUrl() {
    return process.env.GUILDHALL_INTERNAL_URL || env.guildhallUrl;
  },
  get publicUrl() {
    return process.env.GUILDHALL_PUBLIC_URL || env.guildhallUrl;
  },
  get appUrl() {
    return (process.env.AUTH_URL || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, "");
  },
  get wiring() {
    return (process.env.WIRING || "cookie") as "cookie" | "proxy" | "bearer";
  },
  get cookieDomain() {
    return process.env.COOKIE_DOMAIN || undefined;
  },
  get trustedProxies() {
    return (process.env.TRUSTED_PROXIES || "").split(",").flatMap((proxy) => proxy.trim() || []);
  },
  get jwtSecret() {
    return required("JWT_SECRET");
  },
  get jwtAudience() {
    return process.env.JWT_AUDIENCE || undefined;
  },
  get serviceToken() {
    return required("SERVICE_TOKEN");
  },
  get oidc() {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = process.env;
    return issuer ? { issuer, clientId, clientSecret, name: process.env.OIDC_NAME || "your account" } : undefined;
  },
};

function required(name: string) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start with "npm run dev", which finds it or says what to do.`);
  return value;
}
