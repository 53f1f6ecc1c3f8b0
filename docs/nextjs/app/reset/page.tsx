import { AskForReset } from "@/components/account-forms";

export default function Page() {
  return (
    <section className="narrow">
      <h1>Forgot your password?</h1>
      <AskForReset />
    </section>
  );
}
