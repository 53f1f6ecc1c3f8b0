// Prints Cookie headers as next-auth 4 and Auth.js 5 make them, a line each: what it is, a tab, the header.
// node session-cookies.js <user id> <secret> <secret before the last change> [<auth_time>]
// With an auth_time, as the jwt callback sets it, only short ones by the current secret.
import { encode as encode5 } from "@auth/core/jwt";
import jwt4 from "next-auth/jwt";
import { SessionStore as Store5 } from "./node_modules/@auth/core/lib/utils/cookie.js";
import cookie4 from "./node_modules/next-auth/core/lib/cookie.js";

const [userId, secret, previous, authTime] = process.argv.slice(2);
const maxAge = 50 * 365 * 24 * 60 * 60;
const short = { name: "Mira", email: "mira@example.com", sub: userId };
const long = { ...short, picture: `https://example.com/${"x".repeat(5000)}` };
const logger = { debug: () => {} };

async function print(what, name, Store, token) {
  const chunks = new Store({ name, options: {} }, {}, logger).chunk(await token, {});
  console.log(`${what}\t${chunks.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ")}`);
}

if (authTime) {
  const token = { ...short, auth_time: Number(authTime) };
  const salt = "authjs.session-token";
  await print("next-auth 4", "next-auth.session-token", cookie4.SessionStore, jwt4.encode({ token, secret, maxAge }));
  await print("Auth.js 5", salt, Store5, encode5({ token, secret, salt, maxAge }));
  process.exit();
}

for (const name of ["next-auth.session-token", "__Secure-next-auth.session-token"]) {
  await print("next-auth 4", name, cookie4.SessionStore, jwt4.encode({ token: short, secret, maxAge }));
  await print("next-auth 4, in chunks", name, cookie4.SessionStore, jwt4.encode({ token: long, secret, maxAge }));
}
await print(
  "next-auth 4, by the secret before",
  "next-auth.session-token",
  cookie4.SessionStore,
  jwt4.encode({ token: short, secret: previous, maxAge }),
);
for (const salt of ["authjs.session-token", "__Secure-authjs.session-token"]) {
  await print("Auth.js 5", salt, Store5, encode5({ token: short, secret, salt, maxAge }));
  await print("Auth.js 5, in chunks", salt, Store5, encode5({ token: long, secret, salt, maxAge }));
  await print("Auth.js 5, by the secret before", salt, Store5, encode5({ token: short, secret: previous, salt, maxAge }));
}
