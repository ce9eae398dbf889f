import type { GenerationTarget } from '../../data/preprocessing/index.js';
import { valueReader } from '../../data/targets/generation/index.js';
import type { Judgement, NumberSamples, SampleScores } from '../../metrics/generation/index.js';
import { samplerOf } from '../../model/sampler.js';
import { imageSide } from '../draw/image.js';
import { legend } from '../draw/legend.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { short, shorten } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { type Evidence, heldOut } from '../evidence/evidence.js';
import { thinned } from '../evidence/thinned.js';
import type { Chart } from './chart.js';
import { drawGrid } from './decodings.js';

const images = 45;
const mostColumns = 6;
const mostPoints = 300;

/** Rows of a generator beside real ones. */
export const samples = {
  title: 'Sampled rows',
  applies: ({ model, parts }) => parts.length > 0 && model.preprocessing.target.kind === 'generation',
  draw(evidence) {
    const side = imageSide(evidence.model.preprocessing);
    const { judgement } = evidence;
    return {
      caption:
        side === null
          ? 'Columns of numbers by themselves: the share of rows up to a value, of real rows ' +
            `(${heldOut(evidence).name} split) and of as many sampled ones.`
          : `Real rows (above, ${heldOut(evidence).name} split) and sampled ones (below).`,
      pictures: side === null ? distributions(evidence) : drawImages(evidence, side),
      ...(judgement && { table: scores(judgement) }),
    };
  },
} satisfies Chart;

function rowsOf({ model, network, ...evidence }: Evidence, most: number) {
  const target = model.preprocessing.target as GenerationTarget;
  const { columns } = target;
  const { split } = heldOut({ model, network, ...evidence });
  const width = split.t.length / split.rows;
  const { observed } = valueReader(target);
  const real = thinned(split.rows, most).map((i) => observed(split.t, i * width));
  return { columns, real, sampled: samplerOf(network, target).begin(0)(real.length) };
}

function drawImages(evidence: Evidence, side: number): Picture[] {
  const { real, sampled } = rowsOf(evidence, images);
  const grid = (label: string, rows: typeof real) =>
    drawGrid(
      label,
      rows.map((row) => row.map(Number)),
      9,
      side,
    );
  return [
    { ...grid('Real rows', real), name: 'real' },
    { ...grid('Sampled rows', sampled), name: 'sampled' },
  ];
}

function distributions(evidence: Evidence): Picture[] {
  const { columns, real, sampled } = rowsOf(evidence, mostPoints);
  return columns
    .flatMap(({ kind, name }, j) => (kind === 'number' ? [{ name, j }] : []))
    .slice(0, mostColumns)
    .map(({ name, j }, k) => drawDistribution(name, curve(real, j), curve(sampled, j), `column-${k + 1}`));
}

/** Values in order, each with the share of those up to it. */
function curve(rows: readonly (readonly unknown[])[], j: number) {
  const values = rows.flatMap((row) => (typeof row[j] === 'number' ? [row[j]] : [])) as
    | NumberSamples['values']
    | number[];
  return [...values].sort((a, b) => a - b).map((x, i, all) => ({ x, y: (i + 1) / all.length }));
}

type Curve = ReturnType<typeof curve>;

function drawDistribution(column: string, real: Curve, sampled: Curve, name: string): Picture {
  const key = legend([
    { label: 'real', colour: colours.train },
    { label: 'sampled', colour: colours.validation },
  ]);
  return drawPlot(
    `Distribution of ${column}, real and sampled`,
    {
      width: chartWidth,
      height: 190 + key.height,
      marginTop: 16 + key.height,
      marginLeft: 46,
      x: { label: shorten(column, 40), ticks: 5 },
      y: { label: 'share of rows', domain: [0, 1], ticks: 4, grid: true },
      marks: [
        ...key.marks,
        Plot.line(real, { x: 'x', y: 'y', curve: 'step-after', stroke: colours.train, strokeWidth: 1.6 }),
        Plot.line(sampled, {
          x: 'x',
          y: 'y',
          curve: 'step-after',
          stroke: colours.validation,
          strokeWidth: 1.6,
        }),
      ],
    },
    name,
  );
}

/** Table of scores of sampled rows, of independent columns and of the training rows. */
function scores({ sampled, independent, training }: Judgement) {
  const each: readonly SampleScores[] = [sampled, independent, ...(training ? [training] : [])];
  const row = (name: string, value: (scores: SampleScores) => number | undefined) => {
    const values = each.map(value);
    if (values.every((found) => found === undefined)) return [];
    return [[name, ...values.map((found) => (found === undefined ? '' : short(found)))]];
  };
  return {
    header: ['against real rows', 'sampled', 'independent columns', ...(training ? ['training rows'] : [])],
    rows: [
      ...row('Wasserstein distance, mean of the columns', ({ marginals }) => marginals.wasserstein),
      ...row('total variation, mean of the columns', ({ marginals }) => marginals.total_variation),
      ...row('difference of associations, mean', ({ associations }) => associations?.mean_difference),
      ...row('ROC AUC of a classifier, real against these', (found) => found.detection_auc),
      ...sampled.utility.flatMap(({ target, metric }, i) =>
        row(`trained on these: ${metric} of ${target}`, ({ utility }) => utility[i]?.score),
      ),
      ...row('share nearer to training rows than chance', ({ copying }) => copying?.near.share),
    ],
  };
}
