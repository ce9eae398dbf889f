import type { Platform } from './platform.js';

/** Memory assumed of a browser that does not report it: most machines have more. */
const GIBIBYTES = 4;

export const platform: Platform = {
  name: 'browser',
  // the thread of a page may not wait for another one
  cores: () => 1,
  startThread: null,

  memoryBytes() {
    // in Chromium: rounded, and at most 8 (w3.org/TR/device-memory)
    const { navigator } = globalThis as { navigator?: { readonly deviceMemory?: number } };
    return (navigator?.deviceMemory ?? GIBIBYTES) * 2 ** 30;
  },

  decodeBase64: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),

  loadPackage(name) {
    throw new Error(`a browser has no package ${name}`);
  },
};
