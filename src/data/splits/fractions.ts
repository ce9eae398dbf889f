import { MlpError } from '../../errors.js';
import * as z from '../../zod.js';
import type { Table } from '../table/table.js';
import { type Part, type Parts, parts } from './split_type.js';

const fraction = z.number().min(0).lt(1);

/** Keys of the splits that take fractions of the rows. */
export const fractionKeys = {
  validation: fraction.default(0.2).describe('fraction of the rows for validation'),
  test: fraction.default(0).describe('fraction of the rows for the test'),
};

export interface Fractions {
  readonly validation: number;
  readonly test: number;
}

/** The schema of such a split, with what its fractions have to be together. */
export const withFractions = <Schema extends z.ZodType<Fractions>>(schema: Schema): Schema =>
  schema
    .refine(
      ({ validation, test }) => validation + test < 1,
      'validation and test together leave no rows for training',
    )
    .refine(
      ({ validation, test }) => validation + test > 0,
      'validation and test are both 0; use type "none"',
    );

/** Fractions of the parts in their order, that for training first. */
export const fractionsOf = ({ validation, test }: Fractions): [number, number, number] => [
  1 - validation - test,
  validation,
  test,
];

/**
 * Parts of the rows that were dealt, in the order of `parts`, without those that no row was asked for.
 *
 * @throws MlpError `data` where a part that was asked for is empty; `unit` names what whole parts are made of.
 */
export function partsOf(
  table: Pick<Table, 'name'>,
  dealt: readonly Uint32Array[],
  config: Fractions & { readonly type: string },
  unit: string,
): Parts {
  const fractions = fractionsOf(config);
  const asked = parts.flatMap((part, i): [Part, Uint32Array][] =>
    fractions[i] > 0 ? [[part, dealt[i]]] : [],
  );
  const rows = dealt.reduce((sum, { length }) => sum + length, 0);
  const empty = asked.find(([, { length }]) => length === 0)?.[0];
  if (empty !== undefined)
    throw new MlpError(
      'data',
      `${table.name}: the ${empty} split is empty: ${fractions[parts.indexOf(empty)]} of ${rows} rows is less than ` +
        `one ${unit}; use more rows, or ${remedy(empty, config)}`,
    );
  return Object.fromEntries(asked) as Parts;
}

/** Setting for where a part is empty. */
const remedy = (empty: Part, { type }: { readonly type: string }): string =>
  empty === 'train' || type !== 'random'
    ? 'another data.split (--set data.split.type=none has all rows for training)'
    : `a larger data.split.${empty} (--set data.split.${empty}=0.5; 0 for none)`;
