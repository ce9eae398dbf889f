import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { presentValues } from '../preprocessing/number_column.js';
import type { FitReport } from '../preprocessing/report.js';
import { fitTargetScaling } from '../preprocessing/scaling.js';
import { dropsTarget, type PreprocessingConfig } from '../preprocessing/settings.js';
import { maxCategories } from '../table/column_builder.js';
import { oneClassNotes } from '../table/column_notes.js';
import type { Rows } from '../table/rows.js';
import type { NumberColumn, Table } from '../table/table.js';
import { classNames } from './classes.js';
import type { AnswerTarget, Target } from './target.js';

/** Fits the target columns to the training rows: their classes, or their scaling. */
export function fitTarget(
  table: Table,
  kind: AnswerTarget['kind'] | 'reconstruction',
  names: readonly string[],
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
): Exclude<Target, { kind: 'generation' }> {
  const drop = names.some((name) => dropsTarget(config, name));
  switch (kind) {
    case 'reconstruction':
      return { kind };
    case 'classes': {
      const [name] = names;
      const { type } = table.columns.get(name)!;
      return {
        kind,
        name,
        type: type === 'category' ? type : 'number',
        drop,
        classes: fitClasses(table, name, rows, report),
      };
    }
    case 'numbers': {
      const scalings = names.map((name) => {
        const column = table.columns.get(name) as NumberColumn;
        return fitTargetScaling(presentValues(column, rows), config.target_scale, name, report);
      });
      return {
        kind,
        names,
        drop,
        center: scalings.map(({ center }) => center),
        scale: scalings.map(({ scale }) => scale),
      };
    }
    default:
      return { kind, names, drop };
  }
}

/** Lists the classes of the training rows: at least two. */
function fitClasses(table: Table, name: string, rows: Rows, report: FitReport): string[] {
  const { classes, merged } = classNames(table, name, rows);
  report.noteMerged(name, merged);
  const column = table.columns.get(name)!;
  const why =
    column.type === 'number'
      ? oneClassNotes(column)
          .map((note) => `; ${note}`)
          .join('')
      : '';
  if (classes.length === 1)
    throw new MlpError(
      'data',
      `${table.name}: column ${printable(name)} has but one class, ${excerpt(classes[0])}, ` +
        `in the training rows; at least two are needed${why}`,
    );
  if (classes.length > maxCategories)
    throw new MlpError(
      'data',
      `${table.name}: column ${printable(name)} has ${classes.length} different values, ` +
        `more than ${maxCategories} classes; is the task "regression"?`,
    );
  return classes;
}
