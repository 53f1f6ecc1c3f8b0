import { UserList, type UserFilter } from "@/components/moderation";
import { AdminTabs, FilterProblem } from "@/components/pieces";
import { filterOf } from "@/lib/filter";
import { ok, Refused } from "@/lib/guildhall";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page({ searchParams }: PageProps<"/admin/users">) {
  await signedIn("/admin/users");
  const search = await searchParams;
  return (
    <>
      <h1>Users</h1>
      <AdminTabs current="users" />
      <form className="search" role="search">
        <label className="wide">Name, email or id <input name="q" type="search" defaultValue={search.q} /></label>
        <label>
          Accounts
          <select name="is_active" defaultValue={search.is_active}>
            <option value="">all</option>
            <option value="true">active</option>
            <option value="false">deactivated</option>
          </select>
        </label>
        <button>Search</button>
      </form>
      <Users filter={filterOf<UserFilter>(search, ["q", "is_active"])} />
    </>
  );
}

async function Users({ filter }: { filter: UserFilter }) {
  try {
    const first = await orNotFound(ok((await guildhall()).GET("/users", { params: { query: filter } })));
    return <UserList first={first} filter={filter} />;
  } catch (refused) {
    if (!(refused instanceof Refused) || refused.problem.status >= 500) throw refused;
    return <FilterProblem problem={refused.problem} />;
  }
}
