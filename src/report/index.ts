import type { Chart } from './charts/chart.js';
import { charts } from './charts/index.js';
import { type Picture, stableIds } from './draw/plot.js';
import { withLightColours } from './draw/theme.js';
import { type Evidence, gather, withJudgement } from './evidence/evidence.js';
import { page, type Section } from './page/page.js';

/** Report of a run: a page, and its pictures. */
export interface RunReport {
  readonly html: string;
  /** Charts that apply to the run, in their order. */
  readonly charts: readonly { readonly name: string; readonly title: string }[];
  /** Pictures as SVG files with a light ground, for a page or a slide. */
  readonly pictures: readonly { readonly file: string; readonly svg: string }[];
}

/**
 * Draws the report of a run directory (or of a model file, as far as its directory has the rest). The same run gives
 * the same bytes. Data that cannot be had are a warning; `set` are assignments of keys of reading, where they are
 * written otherwise than they were.
 *
 * @throws MlpError where there is no model, or a file of the run is damaged.
 */
export async function drawReport(
  path: string,
  warn: (message: string) => void,
  set: readonly string[] = [],
): Promise<RunReport> {
  const evidence = await withJudgement(await gather(path, warn, set));
  const sections = drawSections(evidence);
  return {
    html: page(evidence, sections),
    charts: sections.map(({ name, title }) => ({ name, title })),
    pictures: sections.flatMap(({ name, pictures }) =>
      pictures.map((picture) => ({ file: fileName(name, picture), svg: standalone(picture) })),
    ),
  };
}

/** Draws every chart that applies. */
const drawSections = (evidence: Evidence): Section[] =>
  Object.entries<Chart>(charts)
    .filter(([, chart]) => chart.applies(evidence))
    .map(([name, chart]) => ({ name, title: chart.title, ...chart.draw(evidence) }));

const fileName = (chart: string, { name }: Picture): string =>
  `${chart.replaceAll('_', '-')}${name === '' ? '' : `-${name}`}.svg`;

/** A picture as a file by itself, with a ground and a style. */
const standalone = ({ svg }: Picture): string =>
  `${withLightColours(
    stableIds()(svg).replace(
      '>',
      '><style>text { white-space: pre; }</style><rect width="100%" height="100%" fill="var(--page)" stroke="none"/>',
    ),
  )}\n`;
