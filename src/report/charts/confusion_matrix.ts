import { ramp } from '../draw/legend.js';
import { drawPlot, fontSize, Plot, smallFont } from '../draw/plot.js';
import { short, shorten, widest } from '../draw/text.js';
import { colours } from '../draw/theme.js';
import { heldOut } from '../evidence/evidence.js';
import type { Chart } from './chart.js';

/** Most classes of a matrix whose cells have numbers. */
const readableClasses = 50;

/** Space between cells, in pixels. */
const gap = 2;

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
          ink: colours.onSequential[step],
          title:
            `${classes[i]} taken for ${classes[j]}: ${short(count)} of ${short(all)} ` +
            `(${Math.round(100 * share)} %)`,
        };
      });
    });
    const hasCounts = classes.length <= readableClasses;
    const counted = cells.filter(({ count }) => count !== 0);
    const widestCount = widest(counted.map(({ count }) => short(count)));
    const roomy = classes.length <= 4 ? 68 : classes.length <= 8 ? 38 : 2 * fontSize;
    const side = hasCounts ? Math.max(roomy, widestCount + 8) : fontSize + gap;
    const labels = classes.map((label) => shorten(label, 18));
    const longest = widest(labels);
    const isTurned = longest > side;
    const label = { x: `predicted ${shorten(name)}`, y: `true ${shorten(name)}` };
    const marginLeft = longest + 34;
    const key = ramp([0, 1], steps, 'share of the true class', {
      text: (end) => `${100 * end} %`,
      left: 8 - marginLeft,
    });
    const marginTop = key.height + 40;
    const marginBottom = isTurned ? 44 + 0.75 * longest : 50;
    const axis = { domain: [...classes.keys()], tickFormat: (i: number) => labels[i], tickSize: 0 };
    const inside = side * classes.length;
    const marginRight = Math.max(24, key.width + 16 - marginLeft - inside);
    const picture = drawPlot('Confusion matrix', {
      width: marginLeft + inside + marginRight,
      height: marginTop + inside + marginBottom,
      marginLeft,
      marginBottom,
      marginTop,
      marginRight,
      padding: gap / side,
      x: { ...axis, label: label.x, tickRotate: isTurned ? -45 : 0 },
      y: { ...axis, label: label.y, labelAnchor: 'top' },
      color: { type: 'identity' },
      marks: [
        Plot.cell(cells, { x: 'j', y: 'i', fill: 'colour', rx: 2, title: 'title' }),
        ...(hasCounts
          ? [
              Plot.text(counted, {
                x: 'j',
                y: 'i',
                text: ({ count }) => short(count),
                fill: 'ink',
                fontSize: roomy < 38 ? smallFont : fontSize,
                pointerEvents: 'none',
              }),
            ]
          : []),
        ...key.marks,
      ],
    });
    return {
      caption:
        `Rows of the ${part.name} split, by their true class (down) and the most probable one (across); ` +
        `${hasCounts ? 'the numbers are rows, ' : ''}the colour is the share of the true class.`,
      pictures: [picture],
    };
  },
} satisfies Chart;
