import type { ConfigJson } from './config.js';
import { type PageState, readPageState } from './page_state.js';

/** Longest address that is kept: longer ones some programs cut off. */
const longest = 8000;

/** The part of the address that stands for a config, and for what the page shows of it: JSON, readable. */
export function toAddress(config: ConfigJson, page: PageState = {}): string {
  const shown = Object.keys(page).length > 0 ? `&page=${encodeURIComponent(JSON.stringify(page))}` : '';
  const text = `#config=${encodeURIComponent(JSON.stringify(config))}${shown}`;
  return text.length > longest ? '' : text;
}

/** The config that an address stands for; undefined where it has none, or none that can be read. */
export const fromAddress = (hash: string): ConfigJson | undefined =>
  objectOf(/^#config=([^&]*)/.exec(hash)?.[1]) as ConfigJson | undefined;

/** The choices of what the page shows that an address has: what cannot be read is left out. */
export const pageFromAddress = (hash: string): PageState =>
  readPageState(objectOf(/^#config=[^&]*&page=([^&]*)$/.exec(hash)?.[1]) ?? {});

function objectOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(decodeURIComponent(text)) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
