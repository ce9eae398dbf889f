import { greatest, rangeOf } from '../../range.js';
import type { RateFile } from '../../studies/lr_find/rate_file.js';
import type { Drawing } from '../charts/chart.js';
import { legend } from '../draw/legend.js';
import { logAxis, logScale, spansDecades } from '../draw/log_scale.js';
import { chartWidth, drawPlot, Plot } from '../draw/plot.js';
import { short } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { tableOf } from '../page/table.js';
import { studyDocument } from '../study/document.js';

/** Draws a range test of learning rates as one HTML page. */
export function drawRates(test: RateFile, summary: string): string {
  const { name, suggestion, learning_rate } = test;
  return studyDocument({
    ...{ name, command: 'lr-find', heading: `${name}: learning rates` },
    summary,
    table: tableOf(
      ['', 'learning rate'],
      [
        ['of the config', short(learning_rate)],
        ...(suggestion
          ? [
              ['suggested', short(suggestion.steepest)],
              ['at most', short(suggestion.most)],
            ]
          : []),
      ],
    ),
    sections: [{ name: 'rates', title: 'Loss against learning rate', ...picture(test) }],
  });
}

const [plotHeight, marginLeft, marginRight] = [230, 64, 20];

function picture({ steps, suggestion }: RateFile): Drawing {
  const label = 'loss of a batch';
  // a last loss that overflows nearly would leave a flat line of all others
  const shown = 2 * greatest(steps.map(({ smoothed }) => smoothed));
  const losses = steps.filter(({ loss }) => loss <= shown);
  const [low, high] = rangeOf(losses.flatMap(({ loss, smoothed }) => [loss, smoothed]));
  const length = chartWidth - marginLeft - marginRight;
  const x = logScale(steps[0].rate, steps[steps.length - 1].rate, { along: 'x', length });
  const y = spansDecades(low, high) ? logScale(low, high, { along: 'y', length: plotHeight }) : null;
  const key = legend([
    { label, colour: colours.train },
    { label: 'smoothed', colour: colours.validation, shape: 'line' },
  ]);
  const marginTop = key.height + 24; // the label of the axis is above the legend
  const drawn = drawPlot('loss against learning rate', {
    width: chartWidth,
    height: marginTop + plotHeight + 46,
    ...{ marginTop, marginLeft, marginRight },
    x: { ...x, label: 'learning rate (log scale)' },
    y: { label: 'loss', grid: true, ...(y ?? { nice: true }) },
    marks: [
      ...key.marks,
      logAxis('x', x, 'learning rate (log scale)'),
      ...(y ? [logAxis('y', y, 'loss (log scale)')] : []),
      Plot.dot(losses, { x: 'rate', y: 'loss', fill: colours.train, r: 1.5, fillOpacity: 0.5 }),
      Plot.line(steps, { x: 'rate', y: 'smoothed', stroke: colours.validation, strokeWidth: 2 }),
      ...(suggestion
        ? [Plot.ruleX([suggestion.steepest], { stroke: 'currentColor', strokeDasharray: '4 3' })]
        : []),
    ],
  });
  const line = suggestion ? ' The dashed line is the suggested rate.' : '';
  return {
    caption: `The rate grows from step to step; each dot is the loss of one batch before its step.${line}`,
    pictures: [drawn],
  };
}
