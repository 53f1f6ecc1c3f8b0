import Link from "next/link";
import { ProfileForm } from "@/components/profile-form";
import { signedIn } from "@/lib/server";

export default async function Page() {
  const me = await signedIn("/me");
  return (
    <section className="narrow">
      <h1>Your profile</h1>
      <p>{me.email} · <Link href={`/users/${me.id}`}>how others see you</Link></p>
      <ProfileForm me={me} />
    </section>
  );
}
