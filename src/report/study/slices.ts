import { rangeOf } from '../../range.js';
import type { Drawing } from '../charts/chart.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, type Picture, Plot } from '../draw/plot.js';
import { shorten } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import type { StudyPage, StudyTrial } from './study_page.js';

const [plotHeight, marginLeft, marginRight] = [180, 64, 20];

/** Values of the metric against those of each parameter. */
export function slices({ metric, space, trials, best }: StudyPage): Drawing {
  return {
    caption:
      'Each trial by the value of one parameter; all others vary, too. The ring is the chosen one. Where the best ' +
      'lie at an end, a wider range may have better ones.',
    pictures: space.map(({ name, domain }) =>
      'choices' in domain
        ? ofChoices(name, metric, trials, best)
        : ofNumbers(name, metric, trials, best, domain.log),
    ),
  };
}

function valueAxis(label: string, trials: readonly StudyTrial[]) {
  const [low, high] = rangeOf(trials.map(({ value }) => value));
  const scale = spansDecades(low, high) ? logScale(low, high, { along: 'y', length: plotHeight }) : null;
  return {
    y: { label, grid: true, ...(scale ?? { nice: true }) },
    marks: scale ? [logAxis('y', scale, `${label} (log scale)`)] : [],
  };
}

const size = { width: chartWidth, height: plotHeight + 70, marginTop: 24, marginLeft, marginRight };

function ofNumbers(
  name: string,
  metric: string,
  trials: readonly StudyTrial[],
  best: number,
  isLog: boolean,
): Picture {
  const at = ({ values }: StudyTrial) => values[name] as number;
  const [low, high] = rangeOf(trials.map(at));
  const length = chartWidth - marginLeft - marginRight;
  const scale = isLog && high > low ? logScale(low, high, { along: 'x', length }) : null;
  const { y, marks } = valueAxis(metric, trials);
  return drawPlot(
    `${metric} against ${name}`,
    {
      ...size,
      x: { label: name, ...(scale ?? { nice: true, ticks: 5 }) },
      y,
      marks: [
        ...marks,
        ...(scale ? [logAxis('x', scale, `${name} (log scale)`)] : []),
        ...dots(trials, best, at),
      ],
    },
    name,
  );
}

function ofChoices(name: string, metric: string, trials: readonly StudyTrial[], best: number): Picture {
  const at = ({ values }: StudyTrial) => {
    const value = values[name];
    return shorten(typeof value === 'string' ? value : JSON.stringify(value), 20);
  };
  const { y, marks } = valueAxis(metric, trials);
  return drawPlot(
    `${metric} by ${name}`,
    {
      ...size,
      x: { label: name, type: 'point', padding: 0.6, domain: [...new Set(trials.map(at))].sort() },
      y,
      marks: [...marks, ...dots(trials, best, at)],
    },
    name,
  );
}

const dots = (trials: readonly StudyTrial[], best: number, at: (trial: StudyTrial) => number | string) => [
  Plot.dot(trials, { x: at, y: 'value', fill: colours.train, r: 3, fillOpacity: 0.7 }),
  Plot.dot(
    trials.filter(({ trial }) => trial === best),
    { x: at, y: 'value', stroke: colours.validation, r: 7, strokeWidth: 2 },
  ),
];
