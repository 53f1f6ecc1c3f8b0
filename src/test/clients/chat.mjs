// The chat of the example frontend, with a Guildhall whose frames have more fields, and other types, than it knows.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Chat } from "../../../docs/nextjs/lib/useChat";
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
  return answer.json();
};

async function register(who) {
  const user = { email: `${who}@chat.example`, full_name: who, email_verified: true };
  const { id } = await post("/internal/users", SERVICE_TOKEN, user);
  const now = Math.floor(Date.now() / 1000);
  const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encoded({ alg: "HS256" })}.${encoded({ sub: id, iat: now, exp: now + 600 })}`;
  return { id, token: `${signed}.${createHmac("sha256", JWT_SECRET).update(signed).digest("base64url")}` };
}

async function open({ id, token }, peer) {
  const ticket = async () => (await post("/ws-tickets", token, {})).ticket;
  const chat = new Chat(id, {
    socketUrl: async () => `${url.replace("http", "ws")}/ws/${id}?ticket=${await ticket()}`,
    renewalTicket: ticket,
  });
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
process.exit(0);
