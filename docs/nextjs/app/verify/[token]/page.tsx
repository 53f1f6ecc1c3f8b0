import Link from "next/link";
import { VerifyEmail } from "@/components/account-forms";
import { readLink } from "@/lib/links";
import { signedIn } from "@/lib/server";

export default async function Page({ params }: PageProps<"/verify/[token]">) {
  const { token } = await params;
  const me = await signedIn(`/verify/${token}`);
  const link = await readLink("verification", token);
  return (
    <section className="narrow">
      <h1>Your email address</h1>
      {!link ? (
        <p className="problem">This link has expired. <Link href="/me">Ask for another.</Link></p>
      ) : link.sub === me.id ? (
        // A button, since programs that check mails open every link in them.
        <VerifyEmail token={token} email={link.email} />
      ) : (
        <>
          <p className="problem">This link is for another account with the address {link.email}. You are signed in as {me.email}.</p>
          <p>If you have made that account, sign out, sign in with it, and open the link again.</p>
          <p>
            If you have not, somebody else has used your address. <Link href="/reset">Set a new password</Link> for it: the account
            is yours then, and what they wrote into it is gone.
          </p>
        </>
      )}
    </section>
  );
}
