import { ok, type Guildhall } from "./guildhall";
import type { operations } from "./guildhall.types";

export type ModerationFilter = NonNullable<operations["listModerationEvents"]["parameters"]["query"]>;

export function moderationEvents(guildhall: Guildhall, query: ModerationFilter) {
  return ok(guildhall.GET("/moderation-events", { params: { query } }));
}
