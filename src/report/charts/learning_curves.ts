import { rangeOf } from '../../range.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { drawPlot, type Picture, Plot } from '../draw/plot.js';
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

/** Curves of loss and metrics by epoch. */
export const learningCurves = {
  title: 'Learning curves',
  applies: ({ history }) => history.length > 0,
  draw({ history, restart, model: { summary } }) {
    const kept = history.filter((record) => record.restart === restart);
    const step = Math.ceil(kept.length / readablePoints);
    const shown = history.filter(({ epoch }) => (epoch - 1) % step === 0 || epoch === summary.epochs);
    const metrics = [...new Set(kept.flatMap(({ validation }) => Object.keys(validation ?? {})))];
    const best = summary.best_epoch;
    const pictures = [
      panel('loss', losses(shown), restart, best),
      ...metrics
        .filter((name) => name !== 'loss')
        .map((name) => panel(name, metricPoints(shown, name), restart, best)),
    ];
    const rates = new Set(kept.map(({ learning_rate }) => learning_rate));
    if (rates.size > 1) pictures.push(panel('learning_rate', ratePoints(shown), restart, best));
    const others = history.length > kept.length ? ' Faint lines are the other restarts.' : '';
    return {
      caption:
        'The loss of training is the mean over the batches of an epoch as they were met, while the weights still ' +
        'moved (so it can lie above that of validation, which is measured after the epoch). The weights of ' +
        `epoch ${best} were kept.${others}`,
      pictures,
    };
  },
} satisfies Chart;

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

function panel(name: string, all: readonly Point[], kept: number, best: number): Picture {
  const points = all.filter((point): point is Point & { value: number } => point.value !== null);
  const [low, high] = rangeOf(points.map(({ value }) => value));
  const scale = spansDecades(low, high) ? logScale(low, high) : null;
  const parts = [...new Set(points.map(({ part }) => part))];
  const isRate = name === 'learning_rate';
  const key = isRate
    ? { marks: [], height: 6 }
    : legend(
        parts.map((part) => ({ label: part, colour: colours[part], shape: 'line' })),
        470,
      );
  const line = { x: 'epoch', y: 'value', z: ({ restart, part }: Point) => `${part} ${restart}` };
  const stroke = ({ part }: Point) => (isRate ? colours.quiet : colours[part]);
  const keptPoints = points.filter(({ restart }) => restart === kept);
  const bestPoints = keptPoints.filter(({ epoch }) => epoch === best);
  const label = name.replaceAll('_', ' ');
  return drawPlot(
    `${label} by epoch`,
    {
      width: 540,
      height: 280 + key.height,
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
          points.filter(({ restart }) => restart !== kept),
          { ...line, stroke, strokeOpacity: 0.25, strokeWidth: 1 },
        ),
        Plot.line(keptPoints, { ...line, stroke, strokeWidth: 1.8 }),
        Plot.dot(bestPoints, {
          ...line,
          fill: stroke,
          r: 3.5,
          title: ({ part, value }: Point) => `${part}, epoch ${best}: ${value}`,
        }),
      ],
    },
    name.replaceAll('_', '-'),
  );
}
