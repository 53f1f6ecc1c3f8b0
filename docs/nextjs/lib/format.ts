/**
 * "1234.50" and "USD" as "$1,234.50", "1234" and "JPY" as "¥1,234". The text is formatted as it is; it never becomes a float. It has
 * all decimals of its currency, and browsers disagree about how many some have.
 */
export function money(amount: string, currency: string) {
  const decimals = amount.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat("en", {
    style: "currency", currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  });
  return format.format(amount as Intl.StringNumericLiteral);
}

/**
 * What somebody typed, to be sent as a text: Guildhall reads it exactly, or says what is wrong with it. A comma before three digits
 * stays and is refused, since it separates thousands for some people and decimals for others.
 */
export function moneyInput(typed: FormDataEntryValue | null) {
  return String(typed ?? "").trim().replace(/,(?!\d{3}$)/, ".");
}

const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]] as const;

/** "3 days 4 hours": a time in its two largest units. */
export function span(ms: number) {
  let rest = ms;
  const counts = UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return { unit, count };
  });
  const largest = counts.findIndex(({ count }) => count > 0);
  if (largest < 0) return "less than a minute";
  return counts
    .slice(largest, largest + 2)
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) => new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(count))
    .join(" ");
}

export function days(count: number) {
  return count === 1 ? "1 day" : `${count} days`;
}
