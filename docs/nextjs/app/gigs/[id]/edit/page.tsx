import { GigForm } from "@/components/gig-form";
import { ok } from "@/lib/guildhall";
import { guildhall, orNotFound, signedIn } from "@/lib/server";

export default async function Page({ params }: PageProps<"/gigs/[id]/edit">) {
  const { id } = await params;
  await signedIn(`/gigs/${id}/edit`);
  const gig = await orNotFound(ok((await guildhall()).GET("/gigs/{id}", { params: { path: { id } } })));
  return (
    <section className="narrow">
      <h1>Change your gig</h1>
      <GigForm gig={gig} />
    </section>
  );
}
