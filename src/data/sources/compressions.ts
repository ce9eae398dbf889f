/** The ways in which files can be compressed, by the bytes that each begins with. */
export const compressions = {
  gzip: { name: 'gzip', begins: ['\x1f\x8b'] },
  zstd: { name: 'Zstandard', begins: ['\x28\xb5\x2f\xfd'] },
  bzip2: {
    name: 'bzip2',
    begins: Array.from({ length: 9 }, (_, i) => `BZh${i + 1}`).flatMap((start) => [
      `${start}1AY&SY`,
      `${start}\x17rE8P\x90`,
    ]),
  },
} as const;

export type Compression = keyof typeof compressions;

/** The most bytes that are needed to tell. */
export const longestMark = 10;

/** The compression of bytes that begin so; null where there is none, undefined where it takes more of them to tell. */
export function compressionOf(beginning: string, isAll: boolean): Compression | null | undefined {
  const names = Object.keys(compressions) as Compression[];
  const found = names.find((name) => compressions[name].begins.some((mark) => beginning.startsWith(mark)));
  if (found) return found;
  const isOpen = names.some((name) => compressions[name].begins.some((mark) => mark.startsWith(beginning)));
  return isOpen && !isAll ? undefined : null;
}
