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

/** What somebody typed, to be sent as a text: Guildhall reads it exactly, or says what is wrong with it. */
export function moneyInput(typed: FormDataEntryValue | null) {
  return String(typed ?? "").trim().replace(",", ".");
}

export function days(count: number) {
  return count === 1 ? "1 day" : `${count} days`;
}
