/** Text of unknown origin for a message: cut short, and with nothing in it that could drive a terminal. */
export function printable(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return short.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for any value, as JSON. */
export const excerpt = (value: unknown): string => printable(JSON.stringify(value));
