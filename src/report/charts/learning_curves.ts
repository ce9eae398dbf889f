import { greatest, rangeOf } from '../../range.js';
import { networkName } from '../../training/options.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { colours } from '../draw/theme.js';
import type { StoredEpoch } from '../evidence/files.js';
import type { Chart } from './chart.js';

interface Point {
  readonly restart: number;
  readonly epoch: number;
  readonly part: 'train' | 'validation';
  readonly value: number | null;
}

/** Most points of a line; more only make it thicker. */
const readablePoints = 600;

/** Height of the frame of a panel, in pixels. */
const plotHeight = 210;

/** Curves of loss and metrics by epoch. */
export const learningCurves = {
  title: 'Learning curves',
  applies: ({ history }) => history.length > 0,
  draw({ history, restart, parts, model: { summary, config } }) {
    const isKept = (record: { readonly restart: number }) => restart === null || record.restart === restart;
    const kept = history.filter(isKept);
    const longest = greatest(kept.map(({ epoch }) => epoch));
    const step = Math.ceil(longest / readablePoints);
    const last = new Map(history.map(({ restart: each, epoch }) => [each, epoch]));
    const shown = history.filter(
      ({ restart: each, epoch }) => (epoch - 1) % step === 0 || epoch === last.get(each),
    );
    const metrics = [...new Set(kept.flatMap(({ validation }) => Object.keys(validation ?? {})))];
    const { members, best_epoch: best = 0 } = summary;
    const bestOf = (each: number) => members?.[each]?.best_epoch ?? best;
    const panel = (name: string, points: readonly Point[]) => draw(name, points, isKept, bestOf, best);
    const ofTraining = parts[0]?.report as unknown as Readonly<Record<string, unknown>> | undefined;
    const trained = (name: string): Point[] => {
      const value = ofTraining?.[name];
      return typeof value === 'number' && restart !== null
        ? [{ restart, epoch: best, part: 'train', value }]
        : [];
    };
    const pictures = [
      panel('loss', losses(shown)),
      ...metrics
        .filter((name) => name !== 'loss')
        .map((name) => panel(name, [...metricPoints(shown, name), ...trained(name)])),
    ];
    const rates = new Set(kept.map(({ learning_rate }) => learning_rate));
    if (rates.size > 1) pictures.push(panel('learning_rate', ratePoints(shown)));
    const others = history.length > kept.length ? ' Faint lines are the other restarts.' : '';
    return {
      caption:
        'The loss of training is the mean over the batches of an epoch as they were met, while the weights still ' +
        'moved (so it can lie above that of validation, which is measured after the epoch). ' +
        (restart === null
          ? `A line for each ${networkName(config)}; a dot marks the epoch whose weights were kept.`
          : `The weights of epoch ${best} were kept.${metrics.length > 1 && ofTraining ? trainedOnce : ''}${others}`),
      pictures,
    };
  },
} satisfies Chart;

/** Sentence on why a metric has no curve of training. */
const trainedOnce =
  ' Other metrics are measured on the training split with these weights alone, which is a dot: after every epoch ' +
  'that would take a pass over all of its rows.';

const losses = (history: readonly StoredEpoch[]): Point[] =>
  history.flatMap(({ restart, epoch, train, validation }): Point[] => [
    { restart, epoch, part: 'train', value: train.loss },
    ...(validation ? [{ restart, epoch, part: 'validation' as const, value: validation.loss }] : []),
  ]);

const metricPoints = (history: readonly StoredEpoch[], name: string): Point[] =>
  history.flatMap(({ restart, epoch, validation }) => {
    const value = validation?.[name];
    return value === undefined ? [] : [{ restart, epoch, part: 'validation' as const, value }];
  });

const ratePoints = (history: readonly StoredEpoch[]): Point[] =>
  history.map(({ restart, epoch, learning_rate }) => ({
    restart,
    epoch,
    part: 'train',
    value: learning_rate,
  }));

/**
 * Picture of values by epoch: lines of the networks that were kept, faint ones of others, and a dot where each was
 * best. A rule marks the epoch `best`, where it is one for all.
 */
function draw(
  name: string,
  all: readonly Point[],
  isKept: (point: Point) => boolean,
  bestOf: (restart: number) => number,
  best: number,
): Picture {
  const points = all.filter((point): point is Point & { value: number } => point.value !== null);
  const [low, high] = rangeOf(points.map(({ value }) => value));
  const scale = spansDecades(low, high) ? logScale(low, high, { along: 'y', length: plotHeight }) : null;
  const parts = (['train', 'validation'] as const).filter((name) => points.some(({ part }) => part === name));
  const shapeOf = (name: Point['part']) =>
    points.filter(({ part }) => part === name).length > 1 ? 'line' : 'dot';
  const isRate = name === 'learning_rate';
  const key = isRate
    ? { marks: [], height: 6 }
    : legend(parts.map((part) => ({ label: part, colour: colours[part], shape: shapeOf(part) })));
  const line = { x: 'epoch', y: 'value', z: ({ restart, part }: Point) => `${part} ${restart}` };
  const stroke = ({ part }: Point) => (isRate ? colours.quiet : colours[part]);
  const keptPoints = points.filter(isKept);
  const bestPoints = keptPoints.filter(({ restart, epoch }) => epoch === bestOf(restart));
  const label = name.replaceAll('_', ' ');
  return drawPlot(
    `${label} by epoch`,
    {
      width: chartWidth,
      height: plotHeight + key.height + 68,
      marginTop: key.height + 22,
      marginLeft: 58,
      x: { label: 'epoch', ...(keptPoints.length > 1 ? {} : { ticks: [1] }) },
      y: {
        label,
        grid: true,
        ...(scale ?? { ticks: 6, nice: true }),
      },
      color: { type: 'identity' },
      marks: [
        ...key.marks,
        ...(scale ? [logAxis('y', scale, `${label} (log scale)`)] : []),
        ...(best > 0 ? [Plot.ruleX([best], { stroke: colours.quiet, strokeDasharray: '3,3' })] : []),
        Plot.line(
          points.filter((point) => !isKept(point)),
          { ...line, stroke, strokeOpacity: 0.25, strokeWidth: 1 },
        ),
        Plot.line(keptPoints, { ...line, stroke, strokeWidth: 1.8 }),
        Plot.dot(bestPoints, {
          ...line,
          fill: stroke,
          r: 3.5,
          title: ({ part, epoch, value }: Point) => `${part}, epoch ${epoch}: ${value}`,
        }),
      ],
    },
    name.replaceAll('_', '-'),
  );
}
