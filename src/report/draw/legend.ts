import { chartWidth, type Mark, Plot } from './plot.js';
import { short, shorten, textWidth } from './text.js';
import { colours } from './theme.js';

export interface Entry {
  readonly label: string;
  readonly colour: string;
  /** Shape of the mark in the picture. */
  readonly shape?: 'dot' | 'ring' | 'line';
}

const lineHeight = 19;

/** Position of a legend: drawn once, also where a picture has facets. */
const corner = { frameAnchor: 'top-left', facet: 'super' } as const;
const symbolWidth = 22;

/** Lays out a legend above the frame, `width` pixels wide, in as many lines as it needs. `height` is what it adds to the top margin. */
export function legend(
  entries: readonly Entry[],
  width: number = chartWidth - 70,
): { readonly marks: Mark[]; readonly height: number } {
  const placed: { entry: Entry; label: string; x: number; line: number }[] = [];
  let x = 0;
  let line = 0;
  for (const entry of entries) {
    const label = shorten(entry.label, 40);
    const needed = symbolWidth + textWidth(label) + 14;
    if (x > 0 && x + needed > width) {
      x = 0;
      line++;
    }
    placed.push({ entry, label, x, line });
    x += needed;
  }
  const height = (line + 1) * lineHeight + 8;
  const marks = placed.flatMap(({ entry, label, x, line }) => {
    const dy = line * lineHeight - height + lineHeight / 2;
    return [
      symbol(entry, x, dy),
      Plot.text([label], {
        ...corner,
        dx: x + symbolWidth,
        dy,
        lineAnchor: 'middle',
        textAnchor: 'start',
        fill: 'currentColor',
      }),
    ];
  });
  return { marks, height };
}

/** Shape of a vector: a line without an arrow. */
const stroke: Plot.VectorShapeImplementation = {
  draw(context, length) {
    context.moveTo(0, 0);
    context.lineTo(0, -length);
  },
};

function symbol({ colour, shape = 'dot' }: Entry, x: number, dy: number): Mark {
  const at = { ...corner, dx: x + 8, dy };
  if (shape === 'dot') return Plot.dot([0], { ...at, fill: colour, r: 4.5 });
  if (shape === 'ring') return Plot.dot([0], { ...at, stroke: colour, r: 4.5, strokeWidth: 1.5 });
  return Plot.vector([0], {
    ...at,
    shape: stroke,
    length: 16,
    rotate: 90,
    anchor: 'middle',
    stroke: colour,
    strokeWidth: 2.2,
  });
}

/**
 * Legend of a colour scale: a strip with its ends named. `text` writes an end, a number of 4 digits where left out;
 * `left` is where the legend begins, from the left of the frame.
 */
export function ramp(
  [low, high]: readonly [number, number],
  strip: readonly string[],
  title: string,
  { text = short, left = 0 }: { text?: (end: number) => string; left?: number } = {},
): { readonly marks: Mark[]; readonly height: number; readonly width: number } {
  const height = 28;
  const size = 14;
  const label = (label: string, dx: number) =>
    Plot.text([label], {
      ...corner,
      dx: left + dx,
      dy: -height + lineHeight / 2,
      textAnchor: 'start',
      lineAnchor: 'middle',
      fill: 'currentColor',
    });
  const first = `${shorten(title)}  ${text(low)}`;
  const from = textWidth(first) + 12;
  return {
    height,
    width: from + strip.length * size + textWidth(text(high)),
    marks: [
      label(first, 0),
      ...strip.map((colour, i) =>
        Plot.dot([0], {
          ...corner,
          symbol: 'square',
          r: size / 2 / 0.886, // a square of this area has the side 2 · 0.886 r
          dx: left + from + i * size,
          dy: -height + lineHeight / 2,
          fill: colour,
          stroke: colours.line,
          strokeWidth: 0.5,
        }),
      ),
      label(text(high), from + strip.length * size),
    ],
  };
}
