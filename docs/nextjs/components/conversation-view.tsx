"use client";

import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from "react";
import { ok, type Conversation, type Message } from "@/lib/guildhall";
import { useGuildhall } from "./guildhall-provider";
import { Avatar, When } from "./pieces";

type Props = { standing: Conversation; newest: Message[]; orderId?: string };

export function ConversationView({ standing, newest, orderId }: Props) {
  const { chat, guildhall, messages, unsent, unread, peerRead, typing, status } = useGuildhall();
  const peer = standing.user_id;
  const shown = messages[peer] ?? [...newest].reverse();
  const waiting = unsent.filter((message) => message.receiver_id === peer);
  const last = shown.at(-1);
  const log = useRef<HTMLOListElement>(null);

  useEffect(() => chat?.open(peer, newest), [chat, peer, newest]);
  useEffect(() => {
    log.current?.scrollTo(0, log.current.scrollHeight);
  }, [last?.id, waiting.length]);
  useEffect(() => {
    const look = () => document.hasFocus() && chat?.read(peer);
    look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [chat, peer, last?.id, unread[peer], status]);

  const earlier = async () => {
    const query = { before_seq: shown[0]?.seq, limit: 30 };
    const page = await ok(guildhall.GET("/messages/{user_id}", { params: { path: { user_id: peer }, query } }));
    chat?.open(peer, page.items);
  };

  const hasRead = last && last.sender_id !== peer && (peerRead[peer] ?? standing.peer_last_read_seq) >= last.seq;
  return (
    <section className="card chat" aria-label={`Chat with ${standing.full_name}`}>
      <header>
        <Avatar name={standing.full_name} url={standing.avatar_url} />
        <h2>{standing.full_name}</h2>
        <small role="status">{status === "live" ? "" : status === "stopped" ? "Disconnected. Load this page again." : "Connecting…"}</small>
      </header>
      <ol ref={log} role="log" aria-label="Messages" tabIndex={0}>
        {(shown[0]?.seq ?? 1) > 1 && <li className="earlier"><button className="link" onClick={earlier}>Earlier messages</button></li>}
        {shown.map((message) => (
          <li key={message.id} className={message.sender_id === peer ? "theirs" : "mine"}>
            <p>{message.content}</p>
            <small><When at={message.created_at} /></small>
          </li>
        ))}
        {waiting.map((message) => (
          <li key={message.client_msg_id} className="mine waiting">
            <p>{message.content}</p>
            <small>{message.refused ?? "sending…"}</small>
          </li>
        ))}
      </ol>
      <p className="beneath" aria-live="polite">{typing[peer] ? `${standing.full_name} is typing…` : hasRead ? "Read" : " "}</p>
      <Write name={standing.full_name} onTyping={() => chat?.typing(peer)} onSend={(text) => chat?.send(peer, text, orderId)} />
    </section>
  );
}

function Write({ name, onTyping, onSend }: { name: string; onTyping: () => void; onSend: (text: string) => void }) {
  const [text, setText] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    onSend(text);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  };
  return (
    <form className="write" onSubmit={send}>
      <textarea
        aria-label={`Message to ${name}`}
        placeholder="Write a message"
        rows={1}
        maxLength={4000}
        value={text}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setText(target.value);
          onTyping();
        }}
      />
      <button>Send</button>
    </form>
  );
}
