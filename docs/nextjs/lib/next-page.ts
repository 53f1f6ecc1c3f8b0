type Search = Record<string, string | string[] | undefined>;

/** Stands for this app, whatever its address is. */
const HERE = "http://here.invalid";

/** Where to go after signing in: a page of this app, whatever the address says. */
export function nextPage({ next }: Search) {
  const page = typeof next === "string" && next.startsWith("/") ? pathAt(next) : undefined;
  // Once more, since a path that was cleaned up may begin with two slashes, and so be another host.
  return page && pathAt(page) === page ? page : "/";
}

/** The path as a browser reads it, which drops tabs and takes a backslash for a slash; none where that is another site. */
function pathAt(address: string) {
  if (!URL.canParse(address, HERE)) return undefined;
  const { origin, pathname, search, hash } = new URL(address, HERE);
  return origin === HERE ? pathname + search + hash : undefined;
}
