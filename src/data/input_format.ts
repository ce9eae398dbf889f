/** The ways in which files can hold rows, and the endings that tell them; without one the first bytes tell. */
const inputFormats = {
  csv: { endings: [] },
  jsonl: { endings: ['.jsonl', '.ndjson'] },
  parquet: { endings: ['.parquet', '.pq'] },
} as const satisfies Record<string, { readonly endings: readonly string[] }>;

export type InputFormat = keyof typeof inputFormats;
/** Formats of text, which is read from its beginning to its end; Parquet is bytes that are read in any order. */
export type TextFormatName = Exclude<InputFormat, 'parquet'>;
export const inputFormatNames = Object.keys(inputFormats) as InputFormat[];

/** The format that a file's name tells; undefined where it tells none. */
export function formatByEnding(name: string): InputFormat | undefined {
  const plain = name.toLowerCase().replace(/\.(gz|zst|bz2)$/, '');
  return inputFormatNames.find((format) =>
    inputFormats[format].endings.some((ending) => plain.endsWith(ending)),
  );
}
