import "server-only";

/** Put your mail service here; this one tells whoever looks at the terminal. */
export async function mail(to: string, subject: string, text: string) {
  console.info(`Mail to ${to}: ${subject}\n${text}`);
}
