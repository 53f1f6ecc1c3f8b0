import { GigList, type GigFilter } from "@/components/lists";
import { FilterProblem } from "@/components/pieces";
import { filterOf } from "@/lib/filter";
import { ok, Refused } from "@/lib/guildhall";
import { guildhall } from "@/lib/server";

export default async function Page({ searchParams }: PageProps<"/">) {
  const search = await searchParams;
  const filter = filterOf<GigFilter>(search, ["q", "min_price", "max_price", "max_delivery_days", "sort"]);
  return (
    <>
      <section className="hero">
        <h1>Good work, paid directly.</h1>
        <p>Find somebody who does it well. You pay them, not us.</p>
      </section>
      <form className="search" role="search">
        <label className="wide">Search <input name="q" type="search" defaultValue={search.q} placeholder="logo, translation, photos…" /></label>
        <label>From <input name="min_price" inputMode="decimal" defaultValue={search.min_price} /></label>
        <label>To <input name="max_price" inputMode="decimal" defaultValue={search.max_price} /></label>
        <label>Within days <input name="max_delivery_days" inputMode="numeric" defaultValue={search.max_delivery_days} /></label>
        <label>
          Order
          <select name="sort" defaultValue={search.sort ?? "newest"}>
            <option value="newest">newest</option>
            <option value="price">cheapest</option>
            <option value="-price">dearest</option>
            {search.q && <option value="relevance">best match</option>}
          </select>
        </label>
        <button>Search</button>
      </form>
      <Gigs filter={filter} />
    </>
  );
}

async function Gigs({ filter }: { filter: GigFilter }) {
  try {
    const first = await ok((await guildhall()).GET("/gigs", { params: { query: { ...filter, limit: 12 } } }));
    return <GigList first={first} filter={{ ...filter, limit: 12 }} />;
  } catch (refused) {
    if (!(refused instanceof Refused) || refused.problem.status >= 500) throw refused;
    return <FilterProblem problem={refused.problem} />;
  }
}
