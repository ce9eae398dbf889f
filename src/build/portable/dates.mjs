import { join } from 'node:path';
import { Evaluation } from '../formulas/evaluate.mjs';
import { call, operation } from '../formulas/ir.mjs';
import { loadModule, lookUp } from '../formulas/modules.mjs';

const source = join(import.meta.dirname, '../../data/dates/parts.ts');

/**
 * The columns of x that the parts of a date give, by their names (`date_month_sin`), as expressions of its seconds.
 * Functions that are kept stay calls.
 */
export function dateColumns(seconds, isKept) {
  const module = loadModule(source);
  const evaluation = new Evaluation([], isKept, { isScalar: true });
  const { node, module: home } = lookUp(module, 'momentOf');
  const moment = evaluation.apply({ closure: node, module: home, scope: new Map() }, [seconds], module);
  const parts = evaluation.value(module, lookUp(module, 'dateParts').node);
  return Object.entries(parts).flatMap(([name, part]) => {
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
}
