import { formatCount } from '../../format_count.js';
import { networkText } from '../../nn/graph/widths.js';
import { lossName } from '../../nn/head.js';
import { greatest } from '../../range.js';
import type { Drawing } from '../charts/chart.js';
import { chartWidth, stableIds } from '../draw/plot.js';
import type { Evidence } from '../evidence/evidence.js';
import { facts, features } from './facts.js';
import { Html, html } from './html.js';
import { metrics } from './metrics.js';
import { pageStyle } from './style.js';
import { tableOf } from './table.js';

export interface Section extends Drawing {
  readonly name: string;
  readonly title: string;
}

/**
 * Page of a report: no script, nothing loaded from anywhere, and a policy that forbids both. Sections as wide as the
 * page come first: below them the others fill their columns without a hole.
 */
export function page(evidence: Evidence, unsorted: readonly Section[]): string {
  const { config } = evidence.model;
  const sections = unsorted.toSorted((a, b) => Number(isWide(b)) - Number(isWide(a)));
  const stable = stableIds();
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${config.name} – mlp report</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<header>
<h1>${config.name}</h1>
<p>${summary(evidence)}</p>
${facts(evidence)}
${verdict(evidence)}
${metrics(evidence)}
${features(evidence)}
<details><summary>Config</summary><pre class="scroll" tabindex="0">${JSON.stringify(config, null, 2)}</pre></details>
</header>
<nav>${sections.map(({ name, title }) => html`<a href="#${name}">${title}</a> `)}</nav>
<main>
${sections.map((section) => figure(section, stable))}
</main>
</body>
</html>
`;
  return text;
}

const isWide = ({ pictures }: Section) => pictures.some(({ width }) => width > chartWidth + 40);

/** Section of a page: title, caption, pictures, table. */
export function figure(section: Section, stable: (svg: string) => string): Html {
  const { name, title, caption, pictures, table } = section;
  return html`<section id="${name}" class="${isWide(section) ? 'wide' : 'narrow'}">
<h2>${title}</h2>
<p>${caption}</p>
<div class="pictures scroll" tabindex="0">${pictures.map(
    ({ svg, width, leastWidth }) =>
      html`<div style="flex: 0 1 ${width}px; min-width: ${leastWidth}px">${new Html(stable(svg))}</div>`,
  )}</div>
${table ? tableOf(table.header, table.rows) : ''}
</section>
`;
}

/** Sentence on what was trained, and how. */
function summary({ model, network }: Evidence): string {
  const { config, summary } = model;
  const { head, optimizer } = config;
  const { members } = summary;
  const { epochs = greatest(members!.map((member) => member.epochs)) } = summary;
  const parameters = formatCount(network.count(0).parameters);
  return (
    `${config.task}, ${networkText(network)} with ${parameters} parameters, ` +
    `${head.activation.type} + ${lossName(network.config)}; ${optimizer.type}, ${members ? 'up to ' : ''}` +
    `${formatCount(epochs)} epochs (stopped by: ${summary.stop_reason.replaceAll('_', ' ')}), seed ${summary.seed}.`
  );
}

/** Sentences on what came of training, as `mlp train` printed them; nothing on a good ordinary model. */
function verdict({ metrics: stored }: Evidence): Html {
  const sentences = stored?.verdict ?? [];
  return sentences.length === 0
    ? html``
    : html`<ul class="verdict">${sentences.map((text) => html`<li>${text}</li>`)}</ul>`;
}
