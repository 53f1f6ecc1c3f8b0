// The chat of the example frontend, with a Guildhall whose frames have more fields, and other types, than it knows, and which ends
// the session.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Chat } from "../../../docs/nextjs/lib/useChat";
import { wire } from "../../../docs/nextjs/lib/wiring";
import { grown } from "./later-version.mjs";

const { GUILDHALL_URL: url, SERVICE_TOKEN, JWT_SECRET } = process.env;

/** The connection that was opened last. */
let last;
const Plain = WebSocket;
globalThis.WebSocket = class extends Plain {
  constructor(address) {
    super(address);
    last = this;
  }

  set onmessage(hear) {
    this.hear = (frame) => hear({ data: JSON.stringify(frame) });
    super.onmessage = ({ data }) => this.hear(grown(JSON.parse(data)));
  }
};
globalThis.window = new EventTarget();
globalThis.document = new EventTarget();

const post = async (path, token, body) => {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
};

async function register(who) {
  const user = { email: `${who}@chat.example`, full_name: who, email_verified: true };
  const { id } = await post("/internal/users", SERVICE_TOKEN, user);
  return { id, token: sign(id, seconds()) };
}

const seconds = () => Math.floor(Date.now() / 1000);

function sign(id, signedInAt) {
  const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encoded({ alg: "HS256" })}.${encoded({ sub: id, auth_time: signedInAt, exp: seconds() + 600 })}`;
  return `${signed}.${createHmac("sha256", JWT_SECRET).update(signed).digest("base64url")}`;
}

async function open({ id, token }, peer) {
  const ticket = async () => (await post("/ws-tickets", token, {})).ticket;
  const socketUrl = async () => `${url.replace("http", "ws")}/ws/${id}?ticket=${await ticket()}`;
  return follow(id, { socketUrl, renewalTicket: ticket }, peer);
}

async function follow(id, wired, peer) {
  const chat = new Chat(id, wired);
  chat.open(peer.id, []);
  let hints = 0;
  const stop = chat.start(() => hints++);
  const until = (isSo) =>
    new Promise((done) => {
      const look = () => isSo(chat.snapshot()) && done(unsubscribe());
      const unsubscribe = chat.subscribe(look);
      look();
    });
  await until(({ status }) => status === "live");
  return { chat, stop, until, hints: () => hints, socket: last };
}

const [mira, tomas] = [await register("mira"), await register("tomas")];
const miras = await open(mira, tomas);
const tomass = await open(tomas, mira);

const before = { state: tomass.chat.snapshot(), hints: tomass.hints() };
const message = { id: mira.id, seq: 1, sender_id: mira.id, receiver_id: tomas.id, content: "Changed." };
for (const frame of [{ type: "message.edited", message }, { type: "order.archived", order_id: mira.id }, { type: "seen", user_id: mira.id }])
  tomass.socket.hear(frame);
assert.deepEqual({ state: tomass.chat.snapshot(), hints: tomass.hints() }, before, "a frame of an unknown type has had an effect");

const contents = ({ messages }, peer) => messages[peer.id].map(({ content }) => content);
miras.chat.send(tomas.id, "Hello!");
await tomass.until((state) => contents(state, mira).length === 1);
await miras.until(({ unsent }) => unsent.length === 0);
assert.deepEqual(contents(tomass.chat.snapshot(), mira), ["Hello!"]);
assert.equal(tomass.chat.snapshot().unread[mira.id], 1);
for (const { stop } of [miras, tomass]) stop();
console.log("chat: the example frontend ignores frames and fields that it does not know");

// The page keeps a token for minutes; the one that it gets next is of a later sign-in, as after a new password in another tab.
const tokens = [sign(mira.id, seconds() - 60), sign(mira.id, seconds())];
const plainFetch = fetch;
globalThis.fetch = async (asked, init) =>
  asked === "/api/token" ? Response.json({ token: tokens.shift(), expires_in: 600 }) : plainFetch(asked, init);
const wired = wire({ kind: "bearer", url });
const patient = setTimeout(() => assert.fail("the chat has not come back after 4401"), 60_000);
const again = await follow(mira.id, wired, tomas);
const ended = new Promise((end) => again.socket.addEventListener("close", ({ code }) => end(code)));
await post(`/internal/users/${mira.id}/sign-out-everywhere`, SERVICE_TOKEN, {});
assert.equal(await ended, 4401);
await again.until(({ status }) => status === "live" && last !== again.socket);
assert.equal((await wired.guildhall.GET("/me")).response.status, 200);
assert.equal(tokens.length, 0);
clearTimeout(patient);
again.stop();
console.log("chat: the example frontend comes back with a fresh token after its session has ended");
process.exit(0);
