type Search = Record<string, string | string[] | undefined>;

/** Where to go after signing in: a page of this app, whatever the address says. */
export function nextPage({ next }: Search) {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
