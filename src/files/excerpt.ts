/** Text of unknown origin for a message: cut short, control characters escaped. */
export function printable(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return short.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A value as JSON for a message: cut short, control characters escaped. */
export const excerpt = (value: unknown): string => printable(JSON.stringify(value));
