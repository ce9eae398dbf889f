/**
 * Graphs of formulas for formats that compute with tensors: what an element is made of, as a list of nodes, each after
 * its arguments. Functions of src/math are inlined, down to those that such formats have of themselves (KEPT).
 */
import { join } from 'node:path';
import { readDefinitions } from '../formulas/definitions.mjs';
import { Evaluation, isWithin } from '../formulas/evaluate.mjs';
import { ELEMENT, input, ordered } from '../formulas/ir.mjs';
import { describe, functionName } from '../formulas/loops.mjs';
import { loadModule, lookUp } from '../formulas/modules.mjs';
import { dateColumns } from './dates.mjs';

const math = join(import.meta.dirname, '../../math');
const KEPT = [
  'exp',
  'expSum',
  'log',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
  'softplus',
  'expm1',
  'expm1UpTo56',
  'log1p',
];
const KEPT_OF_ALL = [...KEPT, 'sind', 'cosd', 'withSign', 'lazily', 'unlikely', 'erf', 'erfc'];
const isIn = (names) => (file, name) => isWithin(math, file) && names.includes(name);

/** A graph as a list: {op, args, name?, value?}, where args are indices; the last node is its value. */
function listed(root) {
  const nodes = ordered([root]);
  return nodes.map(({ op, args, name, value }) => ({
    op,
    args: args.map((each) => nodes.indexOf(each)),
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value: Number.isFinite(value) ? value : String(value) }),
  }));
}

/** The graphs of the loops of formulas that exports call. */
export const formulaGraphs = (wanted) =>
  Object.fromEntries(
    readDefinitions({ withPredictions: true })
      .filter(({ name }) => wanted.test(name))
      .flatMap(({ name, variants }) =>
        variants.map((variant, i) => {
          const { writes } = describe(variant.loop);
          return [functionName(name, variants, i), listed(Object.values(writes)[0])];
        }),
      ),
  );

/** The graphs of functions of one number, `x`: parts of dates, and what such formats have not of themselves. */
export function numberGraphs() {
  const module = loadModule(join(math, 'index.ts'));
  const x = input('x', ELEMENT);
  const ofMath = ['erfc', 'asin', 'acos', 'atan'].map((name) => {
    const { node, module: home } = lookUp(module, name);
    const evaluation = new Evaluation([], isIn([...KEPT, 'lazily', 'unlikely', 'withSign']), {
      isScalar: true,
    });
    return [
      name,
      evaluation.apply({ closure: { ...node, id: null }, module: home, scope: new Map() }, [x], home),
    ];
  });
  return Object.fromEntries(
    [...ofMath, ...dateColumns(x, isIn(KEPT_OF_ALL))].map(([name, root]) => [name, listed(root)]),
  );
}
