/** The formulas of a network's operations, and of the parts of dates, for exports. */
import { readDefinitions } from '../formulas/definitions.mjs';
import { isKept } from '../formulas/functions.mjs';
import { chooser } from '../formulas/index.mjs';
import { ELEMENT, input } from '../formulas/ir.mjs';
import { describe, functionName } from '../formulas/loops.mjs';
import { statements } from '../formulas/render.mjs';
import { typescriptLoop } from '../formulas/typescript_loops.mjs';
import { dateColumns } from './dates.mjs';
import { c, javascript, usesOf } from './languages.mjs';

export const WANTED = /^activation\.\w+\.y$|^loss\.\w+\.prediction$|^layer\.\w+\.(y|xHat)$/;

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
  const seconds = input('seconds', ELEMENT);
  return Object.fromEntries(
    dateColumns(seconds, isKept).map(([name, root]) => {
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
