import { predictedClass } from '../../metrics/index.js';
import { classProbabilities, predictedNumbers, unscaled } from '../../training/measuring/outputs.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { type Evidence, heldOut } from '../evidence/evidence.js';
import { memberCount, spreads } from '../evidence/spread.js';
import type { Chart } from './chart.js';

/** Most groups of rows, and the fewest rows of one. */
const mostGroups = 10;
const fewestRows = 5;

/** A row: how far the members are apart, and how wrong their mean is. */
interface Row {
  readonly spread: number;
  /** Squared error of a number, or 1 for a wrong class and 0 for the right one. */
  readonly loss: number;
}

const isSupported = ({ model }: Evidence): boolean => {
  const { target } = model.preprocessing;
  return target.kind === 'classes' || (target.kind === 'numbers' && target.names.length === 1);
};

function rowsOf(evidence: Evidence): Row[] {
  const { model, network } = evidence;
  const part = heldOut(evidence);
  const { target } = model.preprocessing;
  const { y } = part.predictions;
  const spread = spreads(evidence, part);
  const indices = Array.from({ length: part.split.rows }, (_, i) => i);
  if (target.kind !== 'classes') {
    const [predicted, truth] = [predictedNumbers(network, y, target), unscaled(part.split.t, target)];
    return indices.map((i) => ({
      spread: spread[i],
      loss: (predicted[i] - truth[i]) * (predicted[i] - truth[i]),
    }));
  }
  const k = target.classes.length;
  const p = classProbabilities(y, part.split.rows, k);
  return indices.map((i) => {
    const predicted = predictedClass(p, i * k, k);
    return { spread: spread[i * k + predicted], loss: predicted === part.split.t[i] ? 0 : 1 };
  });
}

/** Rows in the order of their spread, cut into groups of equal size. */
function groupsOf(rows: readonly Row[], isNumber: boolean) {
  const ordered = rows.toSorted((a, b) => a.spread - b.spread);
  const count = Math.max(1, Math.min(mostGroups, Math.floor(rows.length / fewestRows)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i, i + 1].map((k) => Math.floor((k * ordered.length) / count));
    const group = ordered.slice(from, to);
    const loss = mean(group.map((row) => row.loss));
    const error = isNumber ? Math.sqrt(loss) : loss;
    return { rows: group.length, spread: mean(group.map(({ spread }) => spread)), error };
  });
}

/** Error of the mean prediction by how far the members of an ensemble are apart. */
export const members = {
  title: 'The members of the ensemble',
  applies: (evidence) => evidence.parts.length > 0 && isSupported(evidence) && memberCount(evidence) > 1,
  draw(evidence) {
    const { name } = heldOut(evidence);
    const isNumber = evidence.model.preprocessing.target.kind === 'numbers';
    const error = isNumber ? 'root mean squared error' : 'share of wrong predictions';
    const groups = groupsOf(rowsOf(evidence), isNumber);
    return {
      caption:
        `How wrong the mean of the ${memberCount(evidence)} members is, by how far they are apart: rows of the ` +
        `${name} split in groups of equal size. Where the line rises, disagreement tells of error ` +
        '(predict --spread).',
      pictures: [
        drawPlot('Error by the spread of the members', {
          width: chartWidth,
          height: 280,
          marginTop: 26,
          marginLeft: 58,
          x: { label: 'standard deviation over the members', grid: true, ticks: 6 },
          y: { label: error, grid: true, ticks: 6, zero: true },
          marks: [
            Plot.line(groups, { x: 'spread', y: 'error', stroke: colours.quiet }),
            Plot.dot(groups, {
              x: 'spread',
              y: 'error',
              fill: colours[name],
              r: 4,
              title: (group: (typeof groups)[number]) =>
                `${group.rows} rows: spread ${short(group.spread)}, error ${short(group.error)}`,
            }),
          ],
        }),
      ],
    };
  },
} satisfies Chart;
