// Sends borderline texts and numbers to Guildhall and to ajv, which reads the schemas of docs/openapi.yaml.
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";

const TEXTS = [
  ..."\0 \t \n \x1f \x7f \x85 \xa0 \xad \u034f \u061c \u115f \u1680 \u180e \u2000 \u200b \u200d \u200e \u2028 \u202e \u202f".split(" "),
  ..."\u2060 \u2066 \u206f \u2800 \u3000 \u3164 \ufe0f \ufeff \uffa0 \ufff9 \ufffc \ufdd0 \uffff \ue000 \u2010 \u2027 \u2030".split(" "),
  ..."\u0300 é e\u0301 Ω 漢字 — … 😀 👩‍💻 می‌خواهم क्‍ष <b> '); -- % null true".split(" "),
  "", " ", "  \n ", " padded ", "\u2003padded\u3000", "two words", "no\xa0break",
].flatMap((text) => (text.trim() && [...text].length === 1 ? [text, `a${text}b`] : [text, `a${text}b`]));
const LONG = [119, 120, 121, 255, 256, 2000, 2001, 4000, 4001, 10_000, 10_001].flatMap((n) => ["x".repeat(n), "😀".repeat(n)]);
const URLS = [
  "https://example.com", "HTTPS://EXAMPLE.COM/", "http://a_b/", "https://é.example/ü?q=[1]#x", "https://[::1]:80/", "https://a:b@c/",
  "ftp://a", "//a/b", "javascript:alert(1)", "https://", "https:// a", "https://a b", "https://a/%zz", "https://a/%41", "https://a/b c",
  "https://a/\u2028", "https://a/\u200b", "https://a/😀", "https://a/\u2027", "https://a:99/\\", "https://a/{x}", "https://a/<", " https://a ",
];
const EMAILS = [
  "a@b", "mira@example.com", "@", "a@", "@b", "a b@c", "a@b c", "a@b@c", "é@é.example", "a\u200b@b", "a@b\ufeff", "a\u2028@b",
  `${"a".repeat(64)}@b`, `${"a".repeat(65)}@b`, "a@b\u0000",
];
// As they stand in JSON: JavaScript would round some of them.
const NUMBERS = [
  "0", "-0", "1", "-1", "1.0", "5", "5.0", "6", "4.5", "7e0", "3650e-1", "365", "366", "1e2", "1e-2", "1e999", "0.07", "0.29", "1.1",
  "49.90", "0.001", "49.999", "2147483648", "9007199254740993", "9223372036854775807", "9223372036854775808", "9999999999.99", "10000000000",
];
const AMOUNTS = ["0", "0.00", "0.01", "00.1", "1.", ".5", "1e3", "+1", "-1", "49.9", "49.90", "49.999", "0.07", "9999999999.99", "10000000000", "1,5", "٤٩", " 1 "];
const IDS = ["1-1-1-1-1", "0199D3A0-1111-7A1B-8C2D-00000000000A", "0199d3a011117a1b8c2d000000000001", "{0199d3a0-1111-7a1b-8c2d-000000000001}"];
const OTHERS = ["null", "true", "[]", "{}", '"7"', '["a"]'];
const IPS = ["203.0.113.7", "::1", "2001:db8::7", "[::1]", "203.0.113.7:80", "fe80::1%eth0", "localhost", "1.2.3", ""];

/** Where the two may differ; each is said in the contract. `sent` is the value, `code` what the server says of it. */
const REASONS = [
  // "Texts lose outer white space before they are checked"
  ({ isAllowed, sent, allows }) => isAllowed && typeof sent === "string" && allows(sent.trim()),
  // "at most 120 characters in NFC": a schema can only count those that are sent.
  ({ code, sent }) => code === "too_long" && [...sent].length <= 480,
  // Beyond U+FFFF no pattern means the same with and without the flag u.
  ({ sent }) => typeof sent === "string" && /[\u{e0000}-\u{10ffff}]/u.test(sent),
  // "A JSON number is taken too, and read exactly, although this schema does not say so"
  ({ isAllowed, sent, name }) => isAllowed && typeof sent === "number" && /price|amount/.test(name),
  // A currency may have fewer decimals than the schema allows.
  ({ code }) => code === "too_precise",
  // An id of nothing that there is.
  ({ code, name }) => code === "not_allowed" && name === "order_id",
  // "beyond the last message is 422"
  ({ code, name }) => code === "too_large" && name === "up_to_seq",
  // "with a host that can exist in the DNS", "one IP address": more than a pattern can tell.
  ({ code, name }) => code === "invalid_format" && /url|client_ip/.test(name),
  // "One of the 10,000 commonest of at least eight characters is refused"
  ({ code }) => code === "too_common",
];

export async function agree(url, { JWT_SECRET, SERVICE_TOKEN }) {
  const contract = parse(await readFile(new URL("../../../docs/openapi.yaml", import.meta.url), "utf8"));
  const ajv = addFormats(new Ajv({ strict: false }));
  ajv.addSchema(contract, "contract");

  const send = async (method, path, token, body) => {
    const headers = { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }) };
    const answer = await fetch(url + path, { method, headers, body });
    if (answer.status >= 500) throw new Error(`${method} ${path} ${body?.slice(0, 200)}: ${answer.status} ${await answer.text()}`);
    return { status: answer.status, body: await answer.json() };
  };
  const register = async (who) => {
    const user = JSON.stringify({ email: `${who}@ajv.example`, full_name: who, email_verified: true });
    const { id } = (await send("POST", "/internal/users", SERVICE_TOKEN, user)).body;
    return { id, token: tokenOf(id, JWT_SECRET) };
  };
  const [client, freelancer] = [await register("mira"), await register("tomas")];
  const offer = { title: "Logo", description: "Three drafts.", price: "49.90", delivery_days: 7 };
  const gig = (await send("POST", "/gigs", freelancer.token, JSON.stringify(offer))).body.id;
  const order = (await send("POST", "/orders", client.token, JSON.stringify({ gig_id: gig }))).body.id;
  const payment = { proof_reference: "SEPA 1", payer_name: "Mira", amount: "49.90" };
  const user = { email: "olga@ajv.example", full_name: "Olga", email_verified: true };
  const message = { receiver_id: freelancer.id, content: "Hello" };

  const texts = [...TEXTS, ...LONG];
  const bodies = [
    ["GigInput", "POST", "/gigs", freelancer.token, offer, { title: texts, description: texts, price: AMOUNTS, delivery_days: [], is_active: [] }],
    ["GigPatch", "PATCH", `/gigs/${gig}`, freelancer.token, {}, { title: TEXTS, description: TEXTS, price: AMOUNTS, delivery_days: [] }],
    ["MePatch", "PATCH", "/me", client.token, {}, { full_name: texts, bio: texts, avatar_url: [...TEXTS, ...URLS], payment_instructions: TEXTS }],
    ["OrderInput", "POST", "/orders", client.token, { gig_id: gig, expected_price: "1" }, { gig_id: IDS, expected_price: AMOUNTS }],
    ["PaymentInput", "PATCH", `/orders/${order}/submit-payment`, client.token, payment,
      { proof_reference: texts, payer_name: texts, amount: AMOUNTS, proof_url: URLS }],
    ["Reason", "PATCH", `/orders/${order}/dispute`, freelancer.token, { reason: "Why" }, { reason: texts }],
    ["Note", "PATCH", `/orders/${order}/submit-work`, freelancer.token, {}, { note: texts }],
    ["ReviewInput", "POST", "/reviews", client.token, { order_id: order, rating: 5 }, { order_id: IDS, rating: [], comment: TEXTS }],
    ["MessageInput", "POST", "/messages", client.token, message, { receiver_id: IDS, content: texts, order_id: IDS, client_msg_id: IDS }],
    ["ReadInput", "PUT", `/conversations/${client.id}/read`, freelancer.token, { up_to_seq: 0 }, { up_to_seq: [] }],
    ["UserInput", "POST", "/internal/users", SERVICE_TOKEN, user,
      { email: EMAILS, full_name: TEXTS, email_verified: [], avatar_url: URLS, client_ip: IPS }],
    ["EmailInput", "PUT", `/internal/users/${client.id}/email`, SERVICE_TOKEN, { email: "mira@ajv.example" }, { email: [...EMAILS, ...TEXTS] }],
  ];
  const differences = [];
  let count = 0;
  const compare = (what, name, sent, answer, allows) => {
    count++;
    const isAllowed = answer.status !== 400 && answer.status !== 422;
    const code = answer.body.errors?.[0]?.code ?? answer.body.code;
    if (isAllowed === allows(sent) || REASONS.some((isReason) => isReason({ isAllowed, code, sent, name, allows }))) return;
    const verdict = isAllowed ? "the server takes it, ajv refuses it" : `ajv takes it, the server refuses it (${code})`;
    differences.push(`${what} ${JSON.stringify(sent)?.replace(/[^ -~]/g, escaped).slice(0, 120)}: ${verdict}`);
  };

  for (const [schema, method, path, token, valid, fields] of bodies) {
    const validate = ajv.getSchema(`contract#/components/schemas/${schema}`);
    for (const [name, values] of Object.entries(fields))
      for (const raw of [...values.map((value) => JSON.stringify(value)), ...NUMBERS, ...OTHERS]) {
        const body = JSON.stringify({ ...valid, [name]: "\u0001here" }).replace('"\\u0001here"', () => raw);
        const answer = await send(method, path, token, body);
        compare(`${schema}.${name}`, name, JSON.parse(raw), answer, (value) => validate({ ...valid, [name]: value }));
      }
  }

  const words = [...TEXTS, ...AMOUNTS, ...NUMBERS, ...IDS, "7", "01", "100", "101", "true", "false", "newest", "-price", "relevance"];
  for (const [path, names] of [["/gigs", ["q", "min_price", "max_delivery_days", "freelancer_id", "sort", "limit"]]])
    for (const name of names) {
      const at = contract.paths[path].get.parameters.findIndex((parameter) => (parameter.name ?? parameter.$ref.split("/").at(-1).toLowerCase()) === name);
      const { $ref } = contract.paths[path].get.parameters[at];
      const pointer = $ref ?? `#/paths/${path.replaceAll("/", "~1")}/get/parameters/${at}`;
      const validate = ajv.getSchema(`contract${pointer}/schema`);
      for (const word of words) {
        const query = new URLSearchParams({ ...(name === "sort" && word === "relevance" && { q: "logo" }), [name]: word });
        const answer = await send("GET", `${path}?${query}`, client.token);
        compare(`GET ${path}?${name}=`, name, word, answer, (value) => validate(/^-?\d+$/.test(value) && validate.schema.type === "integer" ? Number(value) : value));
      }
    }
  if (differences.length) throw new Error(`ajv and the server do not agree on ${differences.length} of ${count} values:\n${differences.join("\n")}`);
  return `ajv: agrees with the server on ${count} texts, numbers and other values`;
}

const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

function tokenOf(user, secret) {
  const now = Math.floor(Date.now() / 1000);
  const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encoded({ alg: "HS256" })}.${encoded({ sub: user, iat: now, exp: now + 600 })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
