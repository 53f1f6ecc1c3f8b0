import Link from "next/link";
import { Reset } from "@/components/account-forms";
import { userOfResetLink } from "@/lib/reset";

export default async function Page({ params }: PageProps<"/reset/[token]">) {
  const { token } = await params;
  const user = await userOfResetLink(token);
  return (
    <section className="narrow">
      <h1>A new password</h1>
      {user ? (
        <Reset token={token} isClaim={!user.email_verified} />
      ) : (
        <p className="problem">This link has expired or was used before. <Link href="/reset">Ask for another.</Link></p>
      )}
    </section>
  );
}
