import { drawPlot, Plot } from '../draw/plot.js';
import { short, shorten, widest } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { heldOut } from '../evidence/evidence.js';
import type { Chart } from './chart.js';

/** Most classes of a matrix whose cells have numbers. */
const readableClasses = 16;

/** Confusion matrix of the held-out part. */
export const confusionMatrix = {
  title: 'Confusion matrix',
  applies: (evidence) => evidence.parts.length > 0 && 'confusion_matrix' in heldOut(evidence).report,
  draw(evidence) {
    const part = heldOut(evidence);
    const { confusion_matrix } = part.report as { confusion_matrix: number[][] };
    const { target } = evidence.model.preprocessing;
    const [classes, name] = target.kind === 'classes' ? [target.classes, target.name] : [[], ''];
    const steps = colours.sequential;
    const cells = confusion_matrix.flatMap((row, i) => {
      const all = row.reduce((sum, count) => sum + count, 0);
      return row.map((count, j) => {
        const share = all === 0 ? 0 : count / all;
        const step = count === 0 ? 0 : Math.max(1, Math.round(share * (steps.length - 1)));
        return {
          i,
          j,
          count,
          colour: steps[step],
          ink: 2 * step < steps.length ? colours.ink : colours.page,
          title:
            `${classes[i]} taken for ${classes[j]}: ${short(count)} of ${short(all)} ` +
            `(${Math.round(100 * share)} %)`,
        };
      });
    });
    const side = classes.length <= 4 ? 76 : classes.length <= 10 ? 38 : Math.max(12, 480 / classes.length);
    const labels = classes.map((label) => shorten(label, 18));
    const longest = widest(labels);
    const isTurned = longest > side;
    const marginLeft = longest + 34;
    const marginBottom = isTurned ? 40 + 0.75 * longest : 48;
    const axis = { domain: [...classes.keys()], tickFormat: (i: number) => labels[i], tickSize: 0 };
    const picture = drawPlot('Confusion matrix', {
      width: Math.max(marginLeft + side * classes.length + 24, 220),
      height: 34 + side * classes.length + marginBottom,
      marginLeft,
      marginBottom,
      marginTop: 34,
      marginRight: 24,
      padding: 0.04,
      x: { ...axis, label: `predicted ${shorten(name)}`, tickRotate: isTurned ? -45 : 0 },
      y: { ...axis, label: `true ${shorten(name)}`, labelAnchor: 'top' },
      color: { type: 'identity' },
      marks: [
        Plot.cell(cells, { x: 'j', y: 'i', fill: 'colour', rx: 2, title: 'title' }),
        ...(classes.length <= readableClasses
          ? [
              Plot.text(
                cells.filter(({ count }) => count !== 0),
                {
                  x: 'j',
                  y: 'i',
                  text: ({ count }) => short(count),
                  fill: 'ink',
                  fontWeight: 600,
                  pointerEvents: 'none',
                },
              ),
            ]
          : []),
      ],
    });
    return {
      caption:
        `Rows of the ${part.name} split, by their true class (down) and the most probable one (across); ` +
        'the colour is the share of the true class.',
      pictures: [picture],
    };
  },
} satisfies Chart;
