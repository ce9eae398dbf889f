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

/** Runs a loop over vectors by the names of its operands. */
export type Loop = (vectors: Readonly<Record<string, Numbers | null>>, rows: number, columns: number) => void;

/** Calls a function of a backend, with vectors and then numbers. */
export type LoopFunction = (values: (Numbers | number)[]) => void;

/**
 * The loop of a formula, such as `activation.elu.y`, with the options of the variant that the formula is one of;
 * `find` finds a function of the backend.
 *
 * @throws MlpError `bug` where there is no such formula, or not an option that it takes; the loop, where it is not
 *   given a vector that its formula takes.
 */
export function compiledLoop(name: string, options: object, find: (fn: string) => LoopFunction): Loop {
  const choose = functionNames.get(name);
  if (!choose)
    throw new MlpError('bug', `no formula is called ${name}: npm run build makes the loops of new ones`);
  const fn = choose(options as never);
  const { frame, operands, numbers } = loopTables[fn];
  const call = find(fn);
  const names = operands.map((operand) => operand.name);
  const settings = numbers.map((option) =>
    Number(
      (options as Readonly<Record<string, number | boolean>>)[option] ??
        refuse(name, `the option ${option}`, options),
    ),
  );
  return (vectors, rows, columns) => {
    const values: (Numbers | number)[] = [];
    for (const operand of names) values.push(vectors[operand] ?? refuse(name, operand, vectors));
    if (frame === 'elements') values.push(rows * columns);
    else values.push(rows, columns);
    for (const setting of settings) values.push(setting);
    call(values);
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
