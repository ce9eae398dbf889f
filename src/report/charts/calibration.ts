import { argmax } from '../../metrics/index.js';
import { greatest } from '../../range.js';
import { classProbabilities } from '../../training/measuring/outputs.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { type Evidence, heldOut, type Part } from '../evidence/evidence.js';
import { hasProbabilities } from '../evidence/one_against_rest.js';
import type { Chart } from './chart.js';

const bins = 10;

/** Radius of the dot of the bin with the most rows, in pixels. */
const largestDot = 9;

/** A predicted probability, whether the event came true, and the weight of the row. */
interface Claim {
  readonly probability: number;
  readonly isTrue: boolean;
  readonly weight: number;
}

/** Reliability diagram: whether events called 80 % probable happen in 80 % of the cases. */
export const calibration = {
  title: 'Calibration',
  applies: hasProbabilities,
  draw(evidence) {
    const part = heldOut(evidence);
    const { claims, of } = claimsOf(evidence, part);
    const total = claims.reduce((sum, { weight }) => sum + weight, 0);
    const rows = inBins(claims).map((bin) => ({ ...bin, share: bin.weight / total }));
    const error = rows.reduce(
      (sum, { share, mean, frequency }) => sum + share * Math.abs(mean - frequency),
      0,
    );
    const most = greatest(rows.map(({ share }) => share));
    const picture = drawPlot('Calibration', {
      width: chartWidth,
      height: 390,
      marginLeft: 50,
      marginTop: 26,
      x: { label: `probability given to ${of}`, domain: [0, 1], grid: true },
      y: { label: 'share that came true', domain: [0, 1], grid: true },
      r: { type: 'identity' },
      marks: [
        Plot.rectY(rows, {
          x1: 'from',
          x2: 'to',
          y2: ({ share }) => (0.16 * share) / most,
          y1: 0,
          fill: colours.quiet,
          fillOpacity: 0.3,
          inset: 1,
          title: ({ from, to, share }) =>
            `${short(from)} to ${short(to)}: ${short(100 * share)} % of the rows`,
        }),
        Plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: colours.quiet, strokeDasharray: '3,3' },
        ),
        Plot.line(rows, { x: 'mean', y: 'frequency', stroke: colours.train, strokeWidth: 1.2 }),
        Plot.dot(rows, {
          x: 'mean',
          y: 'frequency',
          fill: colours.train,
          r: ({ share }) => largestDot * Math.sqrt(share / most),
          fillOpacity: 0.85,
          title: ({ mean, frequency, count }) =>
            `${count} rows: probability ${short(mean)} on average, ${short(100 * frequency)} % came true`,
        }),
      ],
    });
    return {
      caption:
        `Rows of the ${part.name} split in ${bins} bins of the probability given to ${of}: on the diagonal it is ` +
        'what happens, below it the network is too sure. The areas of dots and bars say how many rows a bin has. The ' +
        `distance from the diagonal is ${short(error)} on average (expected calibration error).`,
      pictures: [picture],
    };
  },
} satisfies Chart;

function claimsOf(
  { model }: Evidence,
  { split, predictions: { rows, y } }: Part,
): { claims: Claim[]; of: string } {
  const { target } = model.preprocessing;
  const weightOf = (i: number) => split.weights?.[i] ?? 1;
  if (target.kind !== 'classes') {
    const labels = y.length / rows;
    const claims = Array.from(y, (probability, k) => ({
      probability,
      isTrue: split.t[k] === 1,
      weight: weightOf(Math.floor(k / labels)),
    }));
    return { claims, of: 'a label' };
  }
  const { length } = target.classes;
  const p = classProbabilities(y, rows, length);
  const claim = (i: number, j: number) => ({
    probability: p[i * length + j],
    isTrue: split.t[i] === j,
    weight: weightOf(i),
  });
  const chosen = (i: number) => (length === 2 ? 1 : argmax(p, i * length, length));
  return {
    claims: Array.from({ length: rows }, (_, i) => claim(i, chosen(i))),
    of: length === 2 ? target.classes[1] : 'the most probable class',
  };
}

/** Bins that hold rows. */
function inBins(claims: readonly Claim[]) {
  return Array.from({ length: bins }, (_, b) => {
    const inside = claims.filter(
      ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === b,
    );
    const weight = inside.reduce((sum, claim) => sum + claim.weight, 0);
    const mean = inside.reduce((sum, claim) => sum + claim.weight * claim.probability, 0) / weight;
    const frequency = inside.reduce((sum, claim) => sum + (claim.isTrue ? claim.weight : 0), 0) / weight;
    return { from: b / bins, to: (b + 1) / bins, count: inside.length, weight, mean, frequency };
  }).filter(({ weight }) => weight > 0);
}
