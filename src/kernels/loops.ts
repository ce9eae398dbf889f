import { MlpError } from '../errors.js';
import type { CompiledLoop } from './compiled_loop.js';
import { loopNames, loopTable } from './loop_table.js';
import { rowwiseLoops, rowwiseNames } from './rowwise.js';
import type { Numbers } from './vector.js';

/** All loops by the names of their functions: those made of formulas, and those over whole rows. */
export const loopTables: Readonly<Record<string, CompiledLoop>> = { ...loopTable, ...rowwiseLoops };

/** Function of each formula, as its options choose it. */
const functionNames = new Map<string, (options: never) => string>(
  Object.entries({ ...loopNames, ...rowwiseNames }),
);

/**
 * Runs a loop over vectors by the names of its operands; `options` are those of the variant that its formula is one of.
 */
export type Loop = (
  vectors: Readonly<Record<string, Numbers | null>>,
  rows: number,
  columns: number,
  options?: object,
) => void;

/**
 * The loop of a formula, such as `activation.elu.y`, where `call` calls a function of the backend.
 *
 * @throws MlpError `bug` where there is no such formula; the loop, where it is not given what its formula takes.
 */
export function compiledLoop(name: string, call: (fn: string, values: (Numbers | number)[]) => void): Loop {
  const choose = functionNames.get(name);
  if (!choose)
    throw new MlpError('bug', `no formula is called ${name}: npm run build makes the loops of new ones`);
  return (vectors, rows, columns, options = {}) => {
    const fn = choose(options as never);
    const { frame, operands, numbers } = loopTables[fn];
    const values: (Numbers | number)[] = [];
    for (const operand of operands) values.push(vectors[operand.name] ?? refuse(name, operand.name, vectors));
    if (frame === 'elements') values.push(rows * columns);
    else values.push(rows, columns);
    for (const option of numbers) {
      const value = (options as Readonly<Record<string, number | boolean>>)[option];
      values.push(value === undefined ? refuse(name, `the option ${option}`, options) : Number(value));
    }
    call(fn, values);
  };
}

/** Refuses a call of a loop without what its formula takes. */
function refuse(name: string, missing: string, given: object): never {
  const there = Object.entries(given).flatMap(([key, value]) => (value === null ? [] : [key]));
  throw new MlpError(
    'bug',
    `the loop of ${name} needs ${missing}, and was given ${there.join(', ') || 'nothing'}`,
  );
}
