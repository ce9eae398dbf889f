import type { Given } from './given_type.js';

/** Reads what the page was given. */
export const readGiven = (): Given =>
  JSON.parse(document.getElementById('given')!.textContent ?? '{}') as Given;

export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
