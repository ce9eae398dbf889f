import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Platform } from './platform.js';

/** Memory assumed of a browser that does not report it: most machines have more. */
const GIBIBYTES = 4;

/** Most characters that are made of their codes in one call. */
const chunk = 4096;

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

export const platform: Platform = {
  name: 'browser',
  // the thread of a page may not wait for another one
  cores: () => 1,
  startThread: null,

  collectGarbage() {},
  limitNewObjects() {},

  memoryBytes() {
    // in Chromium: rounded, and at most 8 (w3.org/TR/device-memory)
    const { navigator } = globalThis as { navigator?: { readonly deviceMemory?: number } };
    return (navigator?.deviceMemory ?? GIBIBYTES) * 2 ** 30;
  },

  decodeBase64: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
  encodeText: (text) => encoder.encode(text),
  decodeText: (bytes, start, end) => lenient.decode(bytes.subarray(start, end)),

  // that of TextDecoder is windows-1252
  decodeLatin1(bytes, start = 0, end = bytes.length) {
    let text = '';
    for (let i = start; i < Math.min(end, bytes.length); i += chunk)
      text += String.fromCharCode.apply(null, bytes.subarray(i, Math.min(i + chunk, end)) as never);
    return text;
  },

  isUtf8(bytes) {
    try {
      strict.decode(bytes);
      return true;
    } catch {
      return false;
    }
  },

  isAscii: (bytes) => bytes.every((byte) => byte < 0x80),
  bytesIn: (buffer, start, length) => new Uint8Array(buffer, start, length),

  // the browser's own answers later: what is loaded here is needed at once
  sha256() {
    const hash = sha256.create();
    return {
      update(bytes) {
        hash.update(typeof bytes === 'string' ? utf8ToBytes(bytes) : bytes);
        return this;
      },
      digest: () => bytesToHex(hash.digest()),
    };
  },

  addon: () => null,

  loadPackage(name) {
    throw new Error(`a browser has no package ${name}`);
  },
};
