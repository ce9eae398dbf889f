/** The ways in which the text of files can hold rows, and the endings that tell them; without one the text tells. */
const inputFormats = {
  csv: { endings: [] },
  jsonl: { endings: ['.jsonl', '.ndjson'] },
} as const satisfies Record<string, { readonly endings: readonly string[] }>;

export type InputFormat = keyof typeof inputFormats;
export const inputFormatNames = Object.keys(inputFormats) as InputFormat[];

/** The format that a file's name tells; undefined where it tells none. */
export function formatByEnding(name: string): InputFormat | undefined {
  const plain = name.toLowerCase().replace(/\.gz$/, '');
  return inputFormatNames.find((format) =>
    inputFormats[format].endings.some((ending) => plain.endsWith(ending)),
  );
}
