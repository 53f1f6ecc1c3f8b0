type Search = Record<string, string | string[] | undefined>;

/** What the address of a page filters a list by. Guildhall checks it; an empty input counts as absent. */
export function filterOf<Filter>(search: Search, names: (keyof Filter & string)[]) {
  return Object.fromEntries(names.filter((name) => search[name]).map((name) => [name, search[name]])) as Filter;
}
