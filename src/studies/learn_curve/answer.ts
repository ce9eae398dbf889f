import { counted } from '../../format_count.js';
import type { CurveFile } from './curve_file.js';

/** Probability below which a difference is not put down to chance. */
const SIGNIFICANT = 0.05;

const short = (value: number): string => String(Number(value.toPrecision(3)));

/**
 * Sentences on whether more data would help, as far as a learning curve can say it: by its slope at the end,
 * against the standard error of that. Nothing is extrapolated beyond the last row.
 */
export function gainText(curve: CurveFile): string {
  const { gain, metric, measured, repeats, better } = curve;
  if (!gain) return `There are no two sizes with a ${metric} to compare.`;
  const { from, to, mean, standard_error, p } = gain;
  const verb = (better === 'lower') === mean >= 0 ? 'lowers' : 'raises';
  const name = `${measured.part} ${metric}`;
  const change =
    mean === 0 ? `leaves ${name} where it is, by 0` : `${verb} ${name} by ${short(Math.abs(mean))}`;
  const rows = `From ${from} to ${counted(to, 'training row')} each doubling ${change}`;
  if (isAtBest(curve))
    return `${rows}. At the end ${name} is ${bestOf(curve)}, as good as it can be: there is nothing to gain here.`;
  if (standard_error === null || p === null)
    return `${rows}. A single repetition cannot be told from chance: take several (--repeats 5).${gapText(curve)}`;
  const figures = `${rows} ± ${short(standard_error)} (standard error of ${repeats} repetitions, p ${short(p)})`;
  if (p >= SIGNIFICANT)
    return `${figures}, which is within chance: whether more rows would help is not to be seen here.${gapText(curve)}`;
  if (mean < 0) return `${figures}: more rows of this kind make this config worse.`;
  return `${figures}: more rows would probably help, though less with each doubling as a rule.${gapText(curve)}`;
}

/** Value of a metric that no model can surpass: those that are to be low are errors, the others at most 1. */
const bestOf = ({ better }: Pick<CurveFile, 'better'>): number => (better === 'lower' ? 0 : 1);

/** Whether every repetition is as good as can be at the end of the curve. */
const isAtBest = (curve: CurveFile): boolean => curve.points.at(-1)?.score?.mean === bestOf(curve);

/** Sentence on how much better the rows are predicted that were trained on, at the end of the curve. */
function gapText(curve: CurveFile): string {
  const { points, metric, better } = curve;
  const last = points.at(-1);
  if (!last?.score || !last.training) return '';
  const gap = (last.training.mean - last.score.mean) * (better === 'lower' ? -1 : 1);
  const spread = Math.max(last.score.standard_deviation ?? 0, last.training.standard_deviation ?? 0);
  if (gap > 2 * spread)
    return ` The training ${metric} is better by ${short(gap)}: more rows narrow that gap, or more regularization.`;
  if (last.training.mean === bestOf(curve))
    return ` The training ${metric} is ${last.training.mean} already: a larger network has nothing to gain there.`;
  return ` The training ${metric} is hardly better: a larger network may have more to gain than more rows.`;
}
