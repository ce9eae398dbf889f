import * as z from '../../zod.js';
import { columnSetting } from '../column_setting.js';
import type { MissingNumber } from './imputers/index.js';
import type { FitReport } from './report.js';
import { unscaled } from './scaling.js';
import { type PreprocessingConfig, settingsOf } from './settings.js';

/** Field of a feature: whether its last column of x says that the value is missing, 1, or not, 0. */
export interface Indicated {
  readonly indicator?: true;
}

/** The field as a model file holds it. */
export const indicatorSchema = { indicator: z.literal(true).optional() };

/** The name of the column of x, where there is one: `age=(missing)`. */
export const indicatorNames = (name: string, { indicator }: Indicated): string[] =>
  indicator ? [`${name}=(missing)`] : [];

/** The scaling of the column of x, where there is one: it is as it is. */
export const indicatorScalings = ({ indicator }: Indicated) => (indicator ? [unscaled] : []);

/**
 * Decides on the indicator of a column: it is there where the config asks for one, and values that are filled were
 * missing in the training rows.
 */
export function fitIndicator(
  config: PreprocessingConfig,
  name: string,
  { action }: MissingNumber,
  missing: number,
  report: Pick<FitReport, 'notes'>,
): Indicated {
  const ofColumn = settingsOf(config, name).missing_indicator;
  if (!(ofColumn ?? config.missing_indicator)) return {};
  if (missing > 0 && action === 'fill') return { indicator: true };
  if (ofColumn)
    report.notes.push(
      `${columnSetting(name, 'missing_indicator')}: no indicator, as no value is missing in the training rows` +
        (action === 'drop' ? ' that are left' : ''),
    );
  return {};
}
