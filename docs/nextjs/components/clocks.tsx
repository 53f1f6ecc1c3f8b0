"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useGuildhall } from "./guildhall-provider";
import { When } from "./pieces";
import { span } from "@/lib/format";
import type { Order } from "@/lib/guildhall";
import { useNow } from "@/lib/useNow";
import { CLOCK } from "@/lib/words";

type Clock = keyof typeof CLOCK;

/** All clocks of an order that run, the next first: whose turn it is, and what happens when the time is up. */
export function Clocks({ order }: { order: Order }) {
  const { me } = useGuildhall();
  const name = (side: "client" | "freelancer") => (me?.id === order[`${side}_id`] ? "You" : `The ${side}`);
  const running = (Object.keys(CLOCK) as Clock[])
    .flatMap((clock) => order.deadlines[clock] ? [{ clock, at: order.deadlines[clock] }] : [])
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  if (running.length === 0) return null;
  return (
    <ul className="clocks" aria-label="Clocks">
      {running.map(({ clock, at }) => <li key={clock}><Countdown at={at} /> {CLOCK[clock](order, name)}</li>)}
    </ul>
  );
}

/** How long there is still. When the time is up, the page is read again: no frame says what time alone allows or ends. */
export function Countdown({ at }: { at: string }) {
  const router = useRouter();
  const now = useNow();
  const left = now === undefined ? undefined : Date.parse(at) - now;
  const wasRunning = useRef(false);

  useEffect(() => {
    if (left === undefined) return;
    if (left <= 0 && wasRunning.current) router.refresh();
    wasRunning.current = left > 0;
  }, [left, router]);

  return (
    <>
      {left !== undefined && <b className={left > 0 ? undefined : "warn"}>{left > 0 ? `${span(left)} left` : "Time is up"}</b>}{" "}
      <small><When at={at} /></small>
    </>
  );
}
