import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import type { Answers } from './encodings/index.js';
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
  for (const name of variables) fitted.push(fitVariable(table, name, rows, config));
  for (const expression of config.basis)
    fitted.push(fitBasis(table, expression, fitted, rows, config, report));
  return fitted;
}
