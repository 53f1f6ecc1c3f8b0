import Link from "next/link";
import { SignIn } from "@/components/account-forms";
import { env } from "@/lib/env";
import { nextPage } from "@/lib/next-page";
import { enterByOidc } from "../actions";

const REFUSALS: Record<string, string> = {
  email_taken: "There is an account with this email already. Sign in the way that you did before.",
  email_unverified: "Your provider has not verified your email.",
};

export default async function Page({ searchParams }: PageProps<"/sign-in">) {
  const search = await searchParams;
  const next = nextPage(search);
  const { error } = search;
  return (
    <section className="narrow">
      <h1>Sign in</h1>
      {error && <p className="problem" role="alert">{REFUSALS[String(error)] ?? "That did not work. Try again."}</p>}
      <SignIn next={next} />
      {env.oidc && (
        <form action={enterByOidc}>
          <input type="hidden" name="next" value={next} />
          <button className="quiet">Sign in with {env.oidc.name}</button>
        </form>
      )}
      <p>
        <Link href={`/sign-up?next=${encodeURIComponent(next)}`}>Join</Link> · <Link href="/reset">Forgot your password?</Link>
      </p>
    </section>
  );
}
