import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createServer } from "node:http";

/** An OpenID Connect provider that takes everybody for the same person, without asking. */
export async function startProvider(claims) {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const key = { ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" };
  let nonce;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, issuer);
    const json = (body) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(body));
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
        });
      case "/authorize": {
        nonce = url.searchParams.get("nonce") ?? undefined;
        const back = new URL(url.searchParams.get("redirect_uri"));
        back.searchParams.set("code", "the-code");
        if (url.searchParams.has("state")) back.searchParams.set("state", url.searchParams.get("state"));
        return response.writeHead(302, { Location: back.href }).end();
      }
      case "/token": {
        const idToken = new SignJWT({ nonce, ...claims })
          .setProtectedHeader({ alg: "RS256", kid: "1" })
          .setIssuer(issuer)
          .setAudience("e2e")
          .setIssuedAt()
          .setExpirationTime("5m");
        return json({ access_token: "unused", token_type: "Bearer", id_token: await idToken.sign(privateKey) });
      }
      case "/userinfo":
        return json(claims);
      case "/jwks":
        return json({ keys: [key] });
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return { issuer, stop: () => server.close() };
}
