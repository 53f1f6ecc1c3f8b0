"use client";

/** What a page shows that could not be read at all, because Guildhall is away for instance. */
export default function Failed({ reset }: { reset: () => void }) {
  return (
    <section className="narrow" role="alert">
      <h1>That did not work</h1>
      <p>It is not your fault. Nothing was lost.</p>
      <button onClick={reset}>Try again</button>
    </section>
  );
}
