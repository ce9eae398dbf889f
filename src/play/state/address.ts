import type { ConfigJson } from './config.js';

/** Longest address that is kept: longer ones some programs cut off. */
const longest = 8000;

/** The part of the address that stands for a config: its JSON, readable. */
export function toAddress(config: ConfigJson): string {
  const text = encodeURIComponent(JSON.stringify(config));
  return text.length > longest ? '' : `#config=${text}`;
}

/** The config that an address stands for; undefined where it has none, or none that can be read. */
export function fromAddress(hash: string): ConfigJson | undefined {
  const text = /^#config=(.*)$/s.exec(hash)?.[1];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(decodeURIComponent(text)) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ConfigJson)
      : undefined;
  } catch {
    return undefined;
  }
}
