import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { short, textWidth } from './text.js';
import { colours } from './theme.js';

/** A picture as SVG text; its colours are variables that the page defines. */
export interface Picture {
  /** Name that distinguishes it from the others of its chart; empty where it is the only one. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Least width at which its text is still readable; on a narrower page it is scrolled. */
  readonly leastWidth: number;
  readonly svg: string;
}

/** Size of the text in pictures, in pixels; that of the smallest, and what that may shrink to on a narrow page. */
export const fontSize = 13;
export const smallFont = 12;
const readableFont = 11;

/** Width of a chart, in pixels: a page 400 pixels wide has room for it at a readable size. */
export const chartWidth = 424;

const { document } = parseHTML('<html></html>');

/** Draws an SVG element that is not yet a picture: others can be put into it. */
export function drawElement(options: Plot.PlotOptions) {
  const plot = (axes: Pick<Plot.PlotOptions, 'x' | 'y'>) =>
    Plot.plot({
      document: document as never,
      className: 'plot',
      style: { fontSize: `${fontSize}px`, color: colours.ink },
      ...(options.margin === undefined && { marginBottom: 46 }),
      ...options,
      ...axes,
    });
  const usual = plot({});
  const crowded = (['x', 'y'] as const).filter((axis) => isCrowded(usual, axis));
  const shortly = (axis: 'x' | 'y') => [axis, { ...options[axis], tickFormat: short }];
  const element = crowded.length > 0 ? plot(Object.fromEntries(crowded.map(shortly))) : usual;
  // The rules are the same for every picture; the page has them once.
  element.querySelector('style')?.remove();
  return element;
}

/** Width that a number at a tick may have, in pixels: what the margin and the distance of ticks have room for. */
const tickWidth = 52;

/** Whether numbers at the ticks of an axis are too wide, as 5,000,000 and 0.0000005 are. */
function isCrowded(element: ReturnType<typeof Plot.plot>, axis: 'x' | 'y'): boolean {
  if (element.scale(axis)?.type !== 'linear') return false;
  const texts = element.querySelectorAll(`[aria-label="${axis}-axis tick label"] text`);
  return [...texts].some(({ textContent }) => textWidth(textContent ?? '') > tickWidth);
}

/** Draws with Observable Plot, without a browser. `label` describes the picture to those who cannot see it. */
export function drawPlot(
  label: string,
  options: Plot.PlotOptions & { width: number; height: number },
  name = '',
): Picture {
  return toPicture(drawElement(options), label, options, name);
}

/** Finishes an SVG element as a picture; `label` describes it to those who cannot see it. */
export function toPicture(
  element: ReturnType<typeof drawElement>,
  label: string,
  { width, height }: { width: number; height: number },
  name = '',
): Picture {
  element.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  const svg = withoutControls(shortNumbers(element.outerHTML));
  return { name, width, height, leastWidth: Math.ceil((width * readableFont) / smallestFont(svg)), svg };
}

/** Size of the smallest text of an SVG picture; that of a whole picture is overridden by its style. */
const smallestFont = (svg: string): number =>
  [...svg.matchAll(/<(?:g|text)\b[^>]* font-size="([\d.]+)"/g)].reduce(
    (least, [, size]) => Math.min(least, Number(size)),
    fontSize,
  );

/** Rounds coordinates to tenths of a pixel. */
const shortNumbers = (svg: string): string =>
  svg.replace(/ (?:d|transform|points)="[^"]*"/g, (attribute) => attribute.replace(/(\.\d)\d+/g, '$1'));

/**
 * Renumbers the ids of clip paths from the start of a page, so that the same report has the same bytes: Plot counts
 * them from the start of the process.
 */
export function stableIds(): (svg: string) => string {
  const ids = new Map<string, number>();
  return (svg) =>
    svg.replace(/(id="|url\(#)plot-clip-(\d+)/g, (_, before: string, id: string) => {
      if (!ids.has(id)) ids.set(id, ids.size + 1);
      return `${before}clip-${ids.get(id)}`;
    });
}

/** Replaces characters that no XML may hold, as names of columns may have them. */
const withoutControls = (svg: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  svg.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');

export { Plot };
export type Mark = Plot.Markish;

/** Appends a child to an SVG element: `circle`, `title`. */
export function child(
  parent: ReturnType<typeof drawElement>,
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  text = '',
) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  parent.append(element);
  return element;
}
