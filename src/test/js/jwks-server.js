// An identity provider's keys: GET /jwks. A test changes them, and what is answered, by the other paths.
// node jwks-server.js, which prints its port and ends with its standard input.
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

const keys = new Map();
let answer = "keys";
let asked = 0;

async function add({ kid, alg, options = {}, publish = true, members = {} }) {
  const pair = await generateKeyPair(alg, { extractable: true, ...options });
  keys.set(kid, { alg, publish, privateKey: pair.privateKey, jwk: { ...(await exportJWK(pair.publicKey)), kid, ...members } });
  return {};
}

async function sign({ kid, header = {}, payload }) {
  const key = keys.get(kid);
  const protectedHeader = { alg: key.alg, kid, ...header };
  // A header of null leaves a member out.
  Object.keys(protectedHeader).forEach((name) => protectedHeader[name] ?? delete protectedHeader[name]);
  return { token: await new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key.privateKey) };
}

const commands = {
  "/add": add,
  "/sign": sign,
  "/withdraw": async ({ kid }) => ((keys.get(kid).publish = false), {}),
  "/answer": async ({ kind }) => ((answer = kind), {}),
  "/asked": async () => ({ asked }),
};

function jwks(request, response) {
  asked++;
  const published = [...keys.values()].filter(({ publish }) => publish).map(({ jwk }) => jwk);
  const body = JSON.stringify({ keys: published });
  switch (answer) {
    case "keys":
      return response.setHeader("Content-Type", "application/jwk-set+json").end(body);
    case "redirect":
      return response.writeHead(302, { Location: `http://${request.headers.host}/elsewhere` }).end();
    case "error":
      return response.writeHead(500).end(body);
    case "no list":
      return response.end('{"keys":{}}');
    case "no json":
      return response.end("<html>");
    case "too long":
      return response.end(body.padEnd(300 * 1024));
    case "never":
      return response.write("{");
  }
}

const server = createServer((request, response) => {
  if (request.url === "/jwks") return jwks(request, response);
  if (request.url === "/elsewhere") return ((answer = "keys"), jwks(request, response));
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", async () => {
    try {
      response.end(JSON.stringify(await commands[request.url](JSON.parse(text))));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();
