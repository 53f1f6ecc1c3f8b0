import { Reset } from "@/components/account-forms";

export default async function Page({ params }: PageProps<"/reset/[token]">) {
  return (
    <section className="narrow">
      <h1>A new password</h1>
      <Reset token={(await params).token} />
    </section>
  );
}
