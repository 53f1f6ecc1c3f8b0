import { SignUp } from "@/components/account-forms";
import { nextPage } from "@/lib/next-page";

export default async function Page({ searchParams }: PageProps<"/sign-up">) {
  return (
    <section className="narrow">
      <h1>Join</h1>
      <p>One account for both: offer your work, and order that of others.</p>
      <SignUp next={nextPage(await searchParams)} />
    </section>
  );
}
