import Link from "next/link";
import { AskForVerification, SignOutEverywhere } from "@/components/account-forms";
import { OverdueRefunds } from "@/components/overdue-refunds";
import { ProfileForm } from "@/components/profile-form";
import { signedIn } from "@/lib/server";

export default async function Page() {
  const me = await signedIn("/me");
  return (
    <section className="narrow">
      <h1>Your profile</h1>
      <p>{me.email} · <Link href={`/users/${me.id}`}>how others see you</Link></p>
      {!me.email_verified && (
        <div className="notice">
          <p>Nobody has confirmed yet that {me.email} is yours. Open the link that we have sent there. Until then, whoever gets
            mail at this address can take the account over, without what you wrote into it.</p>
          <AskForVerification />
        </div>
      )}
      <OverdueRefunds me={me} />
      <ProfileForm me={me} />
      <SignOutEverywhere />
    </section>
  );
}
