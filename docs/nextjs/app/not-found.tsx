import Link from "next/link";

export default function NotFound() {
  return (
    <section className="narrow">
      <h1>Nothing here</h1>
      <p>It is gone, or not for your eyes. <Link href="/">Browse what there is.</Link></p>
    </section>
  );
}
