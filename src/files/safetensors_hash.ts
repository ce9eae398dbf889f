import { platform } from '#platform';

/**
 * Start of a file that mlp wrote, after the 8 bytes of the header's length; then come the 64 hexadecimal digits of the
 * hash.
 */
export const hashPrefix = '{"__metadata__":{"sha256":"';
export const hashStart = 8 + hashPrefix.length;
export const hashEnd = hashStart + 64;
export const noHash = '0'.repeat(64);

/** Hash of a file: SHA-256 of all its bytes, with 64 zeros ("0") in the place of the hash itself. */
export function hashOf(file: Uint8Array): string {
  const hash = platform.sha256().update(file.subarray(0, hashStart)).update(noHash);
  const chunk = 2 ** 30; // node takes no 2 GiB at once
  for (let i = hashEnd; i < file.length; i += chunk) hash.update(file.subarray(i, i + chunk));
  return hash.digest('hex');
}
