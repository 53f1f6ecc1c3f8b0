import Link from "next/link";
import { GigForm } from "@/components/gig-form";
import { signedIn } from "@/lib/server";

export default async function Page() {
  const me = await signedIn("/gigs/new");
  return (
    <section className="narrow">
      <h1>Offer a gig</h1>
      {!me.payment_instructions && (
        <p className="notice">
          Clients pay you directly, and can not know where to: <Link href="/me">say so in your profile</Link>.
        </p>
      )}
      <GigForm />
    </section>
  );
}
