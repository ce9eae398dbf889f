import { splitText } from '../../data/splits/index.js';
import { formatCount } from '../../format_count.js';
import { metricDirection } from '../../metrics/index.js';
import { widthsOf } from '../../nn/graph/widths.js';
import type { Drawing } from '../charts/chart.js';
import { stableIds } from '../draw/plot.js';
import { short } from '../draw/text.js';
import type { Evidence } from '../evidence/evidence.js';
import { Html, html } from './html.js';
import { pageStyle } from './style.js';

export interface Section extends Drawing {
  readonly name: string;
  readonly title: string;
}

/** Page of a report: no script, nothing loaded from anywhere, and a policy that forbids both. */
export function page(evidence: Evidence, sections: readonly Section[]): string {
  const { config } = evidence.model;
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
${verdict(evidence)}
${metrics(evidence)}
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

function figure({ name, title, caption, pictures, table }: Section, stable: (svg: string) => string): Html {
  const isWide = pictures.some(({ width }) => width > 600);
  return html`<section id="${name}" class="${isWide ? 'wide' : 'narrow'}">
<h2>${title}</h2>
<p>${caption}</p>
<div class="pictures">${pictures.map(({ svg }) => new Html(stable(svg)))}</div>
${table ? tableOf(table.header, table.rows) : ''}
</section>
`;
}

const rowOf = ([first, ...others]: readonly (string | number)[]): Html =>
  html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`;

function tableOf(header: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  return html`<table>
<thead><tr>${header.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(rowOf)}</tbody>
</table>`;
}

/** Sentence on what was trained, and how. */
function summary({ model, network, metrics }: Evidence): string {
  const { config, summary } = model;
  const widths = widthsOf(network.graph);
  const { head, optimizer } = config;
  const parameters = formatCount(network.parameters.reduce((sum, { size }) => sum + size, 0));
  const rows = Object.entries(summary.rows).map(([part, count]) => `${formatCount(count)} ${part}`);
  return (
    `${config.task}, ${widths.join('-')} network with ${parameters} parameters, ${head.activation.type} + ` +
    `${head.loss.type}; ${optimizer.type}, ${formatCount(summary.epochs)} epochs (stopped by: ` +
    `${summary.stop_reason.replaceAll('_', ' ')}), seed ${summary.seed}; rows: ${rows.join(', ')}` +
    `${metrics?.split ? `; split ${splitText(metrics.split)}` : ''}.`
  );
}

/** Sentences on what came of training, as `mlp train` printed them; nothing on a good ordinary model. */
function verdict({ metrics: stored }: Evidence): Html {
  const sentences = stored?.verdict ?? [];
  return sentences.length === 0
    ? html``
    : html`<ul class="verdict">${sentences.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** Whether a metric is shown. Other averages over the classes than the usual ones are in metrics.json. */
const isUsual = (name: string) => !/_(macro|micro|weighted)$/.test(name);

/** Table of the metrics of each split. */
function metrics({ parts }: Evidence): Html {
  if (parts.length === 0) return html``;
  const values = parts.map(({ report }) => report as unknown as Readonly<Record<string, unknown>>);
  const names = [...new Set(values.flatMap(Object.keys))].filter(
    (name) => isUsual(name) && values.some((report) => typeof report[name] === 'number'),
  );
  return tableOf(
    ['', ...names.map((name) => `${name.replaceAll('_', ' ')}${arrow(name)}`)],
    parts.map((part, i) => [
      part.name,
      ...names.map((name) => (typeof values[i][name] === 'number' ? short(values[i][name]) : '')),
    ]),
  );
}

/** Arrow in the direction that is better; empty for the number of rows. */
function arrow(name: string): string {
  if (name === 'rows') return '';
  return metricDirection(name as never) === 'lower' ? '\u00a0↓' : '\u00a0↑';
}
