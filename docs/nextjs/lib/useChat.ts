"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { v4 as newUuid } from "uuid";
import type { components } from "./frames.types";
import { ok, Refused, type Message } from "./guildhall";
import type { Wired } from "./wiring";

type Frames = components["schemas"];
type Said = Frames["MessageSend"] | Frames["Sync"] | Frames["ReadMark"] | Frames["Typing"] | Frames["Renew"];
type Heard =
  | Frames["Hello"]
  | Frames["MessageAck"]
  | Frames["MessageNew"]
  | Frames["Synced"]
  | Frames["MessageWasRead"]
  | Frames["Typing"]
  | Frames["OrderWasUpdated"]
  | Frames["ReviewWasPosted"]
  | Frames["Renewed"]
  | Frames["Error"]
  | Frames["Drain"];

/** A message that was written here and is not known to be stored yet. */
export type Unsent = Frames["MessageSend"] & { client_msg_id: string; refused?: string };

export type ChatState = {
  status: "connecting" | "live" | "stopped";
  /** By the other person's id: what is loaded, oldest first. */
  messages: Record<string, Message[]>;
  unsent: Unsent[];
  unread: Record<string, number>;
  unreadTotal: number | undefined;
  /** How far the other person has read. */
  peerRead: Record<string, number>;
  typing: Record<string, boolean>;
};

const NOTHING: ChatState = {
  status: "connecting",
  messages: {},
  unsent: [],
  unread: {},
  unreadTotal: undefined,
  peerRead: {},
  typing: {},
};

/** Never comes back by itself: too many frames that cannot be understood, account deactivated. */
const FINAL = [4400, 4403];

const MINUTE = 60_000;
/** A socket with less than this to live is not renewed again: its session can not last longer. */
const TOO_LATE_TO_RENEW = 20_000;
/** The longest that a browser's timer can wait; a longer one goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One socket for the whole page. `onHint` is told that orders or reviews have changed: read again what you show. */
export function useChat(me: string | undefined, wired: Wired, onHint: () => void) {
  const chat = useMemo(() => (me ? new Chat(me, wired) : undefined), [me, wired]);
  useEffect(() => chat?.start(onHint), [chat, onHint]);
  const state = useSyncExternalStore(chat?.subscribe ?? (() => () => {}), chat?.snapshot ?? nothing, nothing);
  return { ...state, chat };
}

const nothing = () => NOTHING;

export class Chat {
  private state = NOTHING;
  private readonly listeners = new Set<() => void>();
  private onHint = () => {};
  private socket: WebSocket | undefined;
  private isStopped = true;
  /** Up to where nothing is missing, by the other person's id. */
  private readonly seen: Record<string, number> = {};
  private failures = 0;
  private pause: number | undefined;
  /** How far the clock of Guildhall is ahead of the one here. */
  private clockAhead = 0;
  private timers: Partial<Record<string, ReturnType<typeof setTimeout>>> = {};

  constructor(
    private readonly me: string,
    private readonly wired: Wired,
  ) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = () => this.state;

  start(onHint: () => void) {
    this.onHint = onHint;
    this.isStopped = false;
    const wake = () => document.hidden || this.sync();
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    // In a moment: React starts effects twice while developing, and one socket is enough.
    this.after("connect", 0, () => void this.connect());
    return () => {
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      this.stop();
    };
  }

  /** Follows a conversation, beginning with what the page has loaded of it (in any order). */
  open(peer: string, loaded: Message[]) {
    this.keep(peer, loaded);
    this.seen[peer] = Math.max(this.seen[peer] ?? 0, ...loaded.map((message) => message.seq));
  }

  /** Is on the screen at once, and sent until it is known to be stored. */
  send(receiver_id: string, content: string, order_id?: string) {
    const message: Unsent = { type: "message.send", receiver_id, content, order_id, client_msg_id: newUuid() };
    this.set({ unsent: [...this.state.unsent, message] });
    this.dispatch(message);
  }

  /** Tells the other person that everything has been on the screen. */
  read(peer: string) {
    const last = this.state.messages[peer]?.at(-1);
    if (!last || !this.state.unread[peer] || this.state.status !== "live") return;
    this.say({ type: "message.read", user_id: peer, up_to_seq: last.seq });
    this.setUnread(peer, 0);
  }

  typing(peer: string) {
    if (this.timers.typing) return;
    this.say({ type: "typing", user_id: peer });
    this.after("typing", 3_000, () => {});
  }

  private async connect() {
    try {
      const url = await this.wired.socketUrl(this.me);
      if (this.isStopped) return;
      const socket = (this.socket = new WebSocket(url));
      socket.onmessage = ({ data }) => socket === this.socket && this.hear(JSON.parse(data) as Heard);
      socket.onclose = ({ code }) => this.lose(socket, code);
      this.expectWithin(20_000);
    } catch (failed) {
      if (failed instanceof Refused && failed.problem.status < 429) this.stop();
      else this.reconnect();
    }
  }

  private lose(socket: WebSocket | undefined, code?: number) {
    if (!socket || socket !== this.socket) return;
    const wasLive = this.state.status === "live";
    this.socket = undefined;
    this.cancel("overdue");
    this.cancel("renew");
    socket.close();
    if (code && FINAL.includes(code)) this.stop();
    else if (wasLive) this.reconnect();
    // A browser hides why a handshake was refused; the sale of tickets refuses with the same problem.
    else
      void ok(this.wired.guildhall.POST("/ws-tickets", { body: {} })).then(
        () => this.reconnect(),
        (refused: Refused) => (refused.problem.status < 429 ? this.stop() : this.reconnect()),
      );
  }

  private reconnect() {
    if (this.isStopped) return;
    this.set({ status: "connecting" });
    const wait = this.pause ?? Math.random() * Math.min(30_000, 1_000 * 2 ** this.failures++);
    this.pause = undefined;
    this.after("connect", wait, () => void this.connect());
  }

  private stop() {
    this.isStopped = true;
    Object.keys(this.timers).forEach((name) => this.cancel(name));
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.set({ status: "stopped" });
  }

  private say(frame: Said) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private dispatch({ refused, ...frame }: Unsent) {
    if (!refused) this.say(frame);
  }

  private sync() {
    if (!this.socket) return;
    this.say({ type: "sync", seen: this.seen });
    this.expectWithin(5_000);
  }

  private hear(frame: Heard) {
    if (this.timers.overdue) this.expectWithin(5_000);
    switch (frame.type) {
      case "hello":
        return this.greeted(frame);
      case "message.ack":
        return this.take(frame.message);
      case "message.new":
        this.take(frame.message);
        return this.setUnread(this.peerOf(frame.message), frame.unread_count);
      case "synced":
        this.cancel("overdue");
        this.failures = 0;
        return frame.partial.forEach((peer) => this.forgetBeforeHole(peer));
      case "message.read":
        if (frame.reader_id === this.me) return this.setUnread(frame.user_id, 0);
        return this.set({ peerRead: { ...this.state.peerRead, [frame.user_id]: frame.up_to_seq } });
      case "typing":
        this.set({ typing: { ...this.state.typing, [frame.user_id]: true } });
        return this.after(`typing ${frame.user_id}`, 4_000, () => this.quieten(frame.user_id));
      case "renewed":
        return this.expectEnd(frame.expires_at);
      case "error":
        return this.refused(frame);
      case "drain":
        this.pause = frame.reconnect_after_ms;
        return;
      case "order.updated":
      case "review.posted":
        return this.onHint();
      // Frames of other types are of a later version, and passed over.
    }
  }

  private greeted(hello: Frames["Hello"]) {
    const unread: Record<string, number> = {};
    const peerRead: Record<string, number> = {};
    for (const standing of hello.conversations) {
      unread[standing.user_id] = standing.unread_count;
      peerRead[standing.user_id] = standing.peer_last_read_seq;
      // Of conversations that are not open only news is wanted.
      if (!this.state.messages[standing.user_id]) this.seen[standing.user_id] = standing.last_seq;
    }
    this.clockAhead = Date.parse(hello.server_time) - Date.now();
    this.expectEnd(hello.expires_at);
    this.set({ status: "live", unread, peerRead, unreadTotal: hello.unread_total });
    this.sync();
    this.state.unsent.forEach((unsent) => this.dispatch(unsent));
    this.onHint();
  }

  /** Renews the socket a minute before its end, or after half of what is left if that is less. */
  private expectEnd(expiresAt: string) {
    this.cancel("renew");
    const left = Date.parse(expiresAt) - this.clockAhead - Date.now();
    if (left < TOO_LATE_TO_RENEW) return;
    this.after("renew", Math.min(Math.max(left - MINUTE, left / 2), LONGEST_TIMER), () => void this.renew());
  }

  private async renew() {
    const socket = this.socket;
    try {
      const ticket = await this.wired.renewalTicket();
      if (socket === this.socket) this.say({ type: "renew", ticket });
    } catch {
      // The socket closes at its end then, and `connect` finds out why.
    }
  }

  private take(message: Message) {
    const peer = this.peerOf(message);
    if (message.sender_id === this.me)
      this.set({ unsent: this.state.unsent.filter((unsent) => unsent.client_msg_id !== message.client_msg_id) });
    else this.quieten(peer);
    if (!this.state.messages[peer]) return;
    this.keep(peer, [message]);
    const known = new Set(this.state.messages[peer]?.map(({ seq }) => seq));
    let seen = this.seen[peer] ?? 0;
    while (known.has(seen + 1)) seen++;
    this.seen[peer] = seen;
    // Two live frames may overtake each other, so a hole is given a second to close by itself.
    if (message.seq > seen && !this.timers.overdue && !this.timers.hole) this.after("hole", 1_000, () => this.sync());
  }

  private refused(error: Frames["Error"]) {
    const refused = this.state.unsent.find((unsent) => unsent.client_msg_id === error.client_msg_id);
    if (!refused) return;
    if (error.status === 429 || error.status >= 500)
      return this.after(`again ${refused.client_msg_id}`, 1_000, () => this.dispatch(refused));
    const marked = { ...refused, refused: error.detail };
    this.set({ unsent: this.state.unsent.map((unsent) => (unsent === refused ? marked : unsent)) });
  }

  /** More was missing than one `sync` brings: what is older is paged by REST again. */
  private forgetBeforeHole(peer: string) {
    const messages = this.state.messages[peer] ?? [];
    const hole = messages.findLastIndex((message, i) => i > 0 && message.seq !== messages[i - 1]!.seq + 1);
    if (hole > 0) this.set({ messages: { ...this.state.messages, [peer]: messages.slice(hole) } });
    this.seen[peer] = messages.at(-1)?.seq ?? 0;
  }

  private keep(peer: string, more: Message[]) {
    const bySeq = new Map([...(this.state.messages[peer] ?? []), ...more].map((message) => [message.seq, message]));
    const messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    this.set({ messages: { ...this.state.messages, [peer]: messages } });
  }

  private peerOf(message: Message) {
    return message.sender_id === this.me ? message.receiver_id : message.sender_id;
  }

  private setUnread(peer: string, count: number) {
    const change = count - (this.state.unread[peer] ?? 0);
    const unreadTotal = Math.max(0, (this.state.unreadTotal ?? 0) + change);
    this.set({ unread: { ...this.state.unread, [peer]: count }, unreadTotal });
  }

  private quieten(peer: string) {
    this.set({ typing: { ...this.state.typing, [peer]: false } });
  }

  private expectWithin(ms: number) {
    const socket = this.socket;
    this.after("overdue", ms, () => this.lose(socket));
  }

  private after(name: string, ms: number, then: () => void) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => {
      delete this.timers[name];
      then();
    }, ms);
  }

  private cancel(name: string) {
    clearTimeout(this.timers[name]);
    delete this.timers[name];
  }

  private set(change: Partial<ChatState>) {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
