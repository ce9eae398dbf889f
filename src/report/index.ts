import type { Chart } from './charts/chart.js';
import { charts } from './charts/index.js';
import { type Picture, stableIds } from './draw/plot.js';
import { withLightColours } from './draw/theme.js';
import { type Evidence, gather } from './evidence/evidence.js';
import { page, type Section } from './page/page.js';

/** What a run has learned, as pictures. */
export interface RunReport {
  readonly html: string;
  /** The charts that apply to the run, in their order. */
  readonly charts: readonly { readonly name: string; readonly title: string }[];
  /** Each picture alone, for a page or a slide with a light ground: the name of a file, and its content. */
  readonly pictures: readonly { readonly file: string; readonly svg: string }[];
}

/**
 * Draws the report of a run directory (or of a model file, as far as its directory has the rest). The same run gives the same bytes.
 *
 * @throws MlpError where there is no model, or a file of the run is damaged. Data that cannot be had are a warning.
 */
export async function drawReport(path: string, warn: (message: string) => void): Promise<RunReport> {
  const evidence = await gather(path, warn);
  const sections = drawSections(evidence);
  return {
    html: page(evidence, sections),
    charts: sections.map(({ name, title }) => ({ name, title })),
    pictures: sections.flatMap(({ name, pictures }) =>
      pictures.map((picture) => ({ file: fileName(name, picture), svg: alone(picture) })),
    ),
  };
}

/** Every chart that applies. */
const drawSections = (evidence: Evidence): Section[] =>
  Object.entries<Chart>(charts)
    .filter(([, chart]) => chart.applies(evidence))
    .map(([name, chart]) => ({ name, title: chart.title, ...chart.draw(evidence) }));

const fileName = (chart: string, { name }: Picture): string =>
  `${chart.replaceAll('_', '-')}${name === '' ? '' : `-${name}`}.svg`;

/** With a ground and a style of its own. */
const alone = ({ svg }: Picture): string =>
  `${withLightColours(
    stableIds()(svg).replace(
      '>',
      '><style>text { white-space: pre; }</style><rect width="100%" height="100%" fill="var(--page)" stroke="none"/>',
    ),
  )}\n`;
