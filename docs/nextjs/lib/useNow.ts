"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;

/** The time to the tick; undefined until the scripts run, since the server rendered the page at another time. */
export function useNow() {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / TICK_MS) * TICK_MS, () => undefined);
}

function subscribe(tick: () => void) {
  const timer = setInterval(tick, TICK_MS);
  return () => clearInterval(timer);
}
