/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]);

/** HTML from a template: values are text, and escaped, unless they are `Html` (or a list of it). */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, next, i) => text + toText(parts[i - 1]) + next));

function toText(part: Part): string {
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(toText).join('') : escapeHtml(String(part));
}
