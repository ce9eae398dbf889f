import { printable } from '../../files/excerpt.js';
import { type Division, type Part, type PartFacts, parts } from './split_type.js';

/** Facts on a split, for people and metrics.json. */
export interface SplitInfo {
  readonly type: string;
  readonly column?: string;
  /** Words on how the rows were divided, that follow "split". */
  readonly how: string;
  readonly parts: Readonly<Partial<Record<Part, PartFacts & { readonly rows: number }>>>;
  /** Whether the column is left out of the inputs because the split goes by it. */
  readonly isNoInput: boolean;
}

/** Sums up a division by a split of this type and column; undefined where there is but one part. */
export function splitInfo(
  { parts: divided, how, facts = {} }: Division,
  { type, column }: { readonly type: string; readonly column?: string },
  isNoInput: boolean,
): SplitInfo | undefined {
  const present = parts.filter((part) => divided[part] !== undefined);
  if (present.length < 2) return undefined;
  return {
    type,
    ...(column !== undefined && { column }),
    how,
    parts: Object.fromEntries(present.map((part) => [part, { rows: divided[part]!.length, ...facts[part] }])),
    isNoInput,
  };
}

/** A split in words: `by patient, rows of one value together: train 168 rows of 14 groups, …`. */
export function splitText({ how, parts: found, isNoInput, column }: SplitInfo): string {
  const listed = Object.entries(found).map(([part, { rows, ...facts }]) => {
    const count = rows === 1 ? '1 row' : `${rows} rows`;
    return `${part} ${count}${printable(factText(facts))}`;
  });
  const note = isNoInput && column !== undefined ? `; ${printable(column)} is no input` : '';
  return `${how}: ${listed.join(', ')}${note}`;
}

export function factText({ groups, from, to }: PartFacts): string {
  if (groups !== undefined) return ` of ${groups} ${groups === 1 ? 'group' : 'groups'}`;
  if (from === undefined) return '';
  return from === to ? ` (${from})` : ` (${from} to ${to})`;
}
