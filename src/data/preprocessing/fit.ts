import { printable } from '../../files/excerpt.js';
import { shortList } from '../../short_list.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import type { Answers } from './encodings/index.js';
import { encodeOf } from './encodings/settings.js';
import { fitBasis } from './features/basis.js';
import { fitCategory } from './features/category.js';
import { fitDate } from './features/date.js';
import type { Feature } from './features/index.js';
import { fitNumber } from './features/number.js';
import { fitVariable } from './features/variable.js';
import type { FitReport } from './report.js';
import type { PreprocessingConfig } from './settings.js';

/**
 * Fits all features to the training rows: columns by the type that they have, then the number columns (`variables`)
 * that only basis functions use, then these. Encodings that take statistics of the target ask for the rows' `answers`.
 */
export function fitFeatures(
  table: Table,
  { features, variables }: { readonly features: readonly string[]; readonly variables: readonly string[] },
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
  answers: () => Answers,
): Feature[] {
  const scratch = new Float64Array(rows.length);
  const fitted = features.map((name): Feature => {
    switch (table.columns.get(name)!.type) {
      case 'number':
        return fitNumber(table, name, rows, config, report, scratch);
      case 'date':
        return fitDate(table, name, rows, config, report);
      default:
        return fitCategory(table, name, rows, config, report, answers);
    }
  });
  const note = binsNote(fitted, config);
  if (note !== undefined) report.notes.push(note);
  for (const name of variables) fitted.push(fitVariable(table, name, rows, config));
  for (const expression of config.basis)
    fitted.push(fitBasis(table, expression, fitted, rows, config, report));
  return fitted;
}

/** Says which columns have fewer bins than the config asks for. */
function binsNote(features: readonly Feature[], config: PreprocessingConfig): string | undefined {
  const fewer = features.flatMap((feature) => {
    if (feature.kind !== 'number' || feature.encoding.type !== 'piecewise_linear') return [];
    const { bins: asked = 0 } = encodeOf(config, feature.name, 'number') as { readonly bins?: number };
    const bins = feature.encoding.edges.length - 1;
    return bins < asked ? [`${printable(feature.name)} (${bins})`] : [];
  });
  return fewer.length === 0
    ? undefined
    : `fewer bins than asked for, as quantiles of repeated values are one edge: ${shortList(fewer, 5)}`;
}
