import { counted } from '../../format_count.js';
import type { Calibration } from '../../training/calibrating/index.js';
import { formatNumber } from './number.js';

/** Sentence on the temperature that was found, and what it gains. */
export function temperatureText({
  value,
  found,
  rows,
  log_loss,
  standard_error,
}: NonNullable<Calibration['temperature']>): string {
  const [before, after] = log_loss;
  const gain = `${formatNumber(before - after)} ± ${formatNumber(standard_error)}`;
  const what = `log loss of ${counted(rows, 'validation row')}`;
  return value === 1
    ? `temperature left at 1: ${formatNumber(found)} takes ${gain} from the ${what}, which is not more than that error`
    : `temperature ${formatNumber(value)}: the ${what} is ${formatNumber(after)} instead of ` +
        `${formatNumber(before)}, less by ${gain}`;
}
