/** The formulas of a network's operations, and of the parts of dates, for exports. */
import { join } from 'node:path';
import { readDefinitions } from '../formulas/definitions.mjs';
import { Evaluation } from '../formulas/evaluate.mjs';
import { isKept } from '../formulas/functions.mjs';
import { chooser } from '../formulas/index.mjs';
import { call, ELEMENT, input, operation } from '../formulas/ir.mjs';
import { describe, functionName } from '../formulas/loops.mjs';
import { loadModule, lookUp } from '../formulas/modules.mjs';
import { statements } from '../formulas/render.mjs';
import { typescriptLoop } from '../formulas/typescript_loops.mjs';
import { c, javascript, usesOf } from './languages.mjs';

export const WANTED = /^activation\.\w+\.y$|^loss\.\w+\.prediction$|^layer\.(dense|scale)\.y$/;

/** Loops of formulas: {name: {js, c, parameters}}, where the parameters are the options after the size, in order. */
export function formulaLoops() {
  const found = readDefinitions({ withPredictions: true }).filter(({ name }) => WANTED.test(name));
  return Object.fromEntries(
    found.flatMap(({ name, variants }) =>
      variants.map((variant, i) => {
        const loop = describe(variant.loop);
        const full = functionName(name, variants, i);
        const [js, text] = [javascript, c].map((language) => typescriptLoop(full, loop, language).trim());
        const operands = loop.operands.map((operand) => operand.name);
        const isByRow = loop.frame !== 'elements';
        const others = usesOf(text).filter((use) => use !== full);
        return [full, { js, c: text, uses: others, operands, isByRow, numbers: loop.numbers }];
      }),
    ),
  );
}

/** The choice between the loops of formulas for which no backend has loops, by options: see loopNames. */
export const predictionChoices = () =>
  readDefinitions({ withPredictions: true })
    .filter(({ name }) => name.endsWith('.prediction'))
    .map(
      ({ name, variants }) =>
        `  '${name}': (${variants.length > 1 ? 'options' : ''}) => ${chooser(name, variants)},`,
    );

/** Functions from seconds to a column of x that a part of a date gives: `date_month_sin`. */
export function dateFunctions() {
  const module = loadModule(join(import.meta.dirname, '../../data/dates/parts.ts'));
  const evaluation = new Evaluation([], isKept, { isScalar: true });
  const seconds = input('seconds', ELEMENT);
  const moment = evaluation.apply(closure(module, 'momentOf'), [seconds], module);
  const parts = evaluation.value(module, lookUp(module, 'dateParts').node);
  const named = Object.entries(parts).flatMap(([name, part]) => {
    const value = evaluation.apply(part.value, [moment], module);
    if (!part.period) return [[`date_${name}`, value]];
    // as columnsOf of features/date.ts has it
    const degrees = operation(
      '/',
      operation('*', 360, value),
      evaluation.apply(part.period, [moment], module),
    );
    return [
      [`date_${name}_sin`, call('sind', degrees)],
      [`date_${name}_cos`, call('cosd', degrees)],
    ];
  });
  return Object.fromEntries(
    named.map(([name, root]) => {
      const given = new Map([[seconds, 'seconds']]);
      const [js, text] = [javascript, c].map((language) => {
        const { lines, results } = statements([root], language, given);
        return [...lines, `return ${results[0]};`].join('\n');
      });
      return [
        name,
        {
          js: `function ${name}(seconds) {\n${js}\n}`,
          c: `static double mlp_${name}(double seconds) {\n${text}\n}`,
          uses: usesOf(text),
        },
      ];
    }),
  );
}

const closure = (module, name) => {
  const { node, module: home } = lookUp(module, name);
  return { closure: node, module: home, scope: new Map() };
};
