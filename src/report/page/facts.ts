import { type Feature, featureNames, inputs, isAnswer, targetNames } from '../../data/preprocessing/index.js';
import type { DataConfig } from '../../data/schema.js';
import { splitText } from '../../data/splits/index.js';
import { isQuery } from '../../data/sql/schema.js';
import { formatCount } from '../../format_count.js';
import { short, shorten } from '../draw/text.js';
import type { Evidence } from '../evidence/evidence.js';
import { type Html, html } from './html.js';
import { tableOf } from './table.js';

/** List of what was trained on, and when. */
export function facts({ model, date, metrics }: Evidence): Html {
  const { config, preprocessing, summary } = model;
  const { train, validation, test } = config.data;
  const rows = Object.entries(summary.rows).map(([part, count]) => `${formatCount(count)} ${part}`);
  const files = [
    sourceText(train),
    ...(validation === undefined ? [] : [`validation: ${sourceText(validation)}`]),
    ...(test === undefined ? [] : [`test: ${sourceText(test)}`]),
  ];
  const { target } = preprocessing;
  const predicted = isAnswer(target)
    ? targetNames({ target }).join(', ')
    : target.kind === 'reconstruction'
      ? 'the inputs themselves'
      : 'none: it generates rows';
  const terms = [
    ['Data', files.join('; ')],
    ['Rows', rows.join(', ')],
    ...(metrics?.split ? [['Split', splitText(metrics.split)]] : []),
    ['Target', predicted],
    ['Features', `${preprocessing.features.length}, which make ${inputs(preprocessing)} inputs`],
    ['Trained', `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
  ];
  return html`<dl>${terms.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl>`;
}

function sourceText(from: DataConfig['train']): string {
  if (typeof from === 'string' || Array.isArray(from)) return fileNames(from);
  return isQuery(from) ? `a query: ${JSON.stringify(from)}` : `generated: ${JSON.stringify(from)}`;
}

const fileNames = (paths: string | readonly string[]): string =>
  [paths]
    .flat()
    .map((path) => (path === '-' ? 'stdin' : path))
    .join(', ');

/** Table of the features, and how each becomes inputs, folded. */
export function features({ model }: Evidence): Html {
  const { preprocessing } = model;
  const rows = preprocessing.features.map((feature) => [
    'name' in feature ? feature.name : feature.expression,
    feature.kind,
    encoding(feature, featureNames({ ...preprocessing, features: [feature] })),
  ]);
  const table = tableOf(['', 'kind', 'as the network sees it'], rows, 'texts');
  return html`<details><summary>Features</summary>${table}</details>`;
}

function encoding(feature: Feature, names: readonly string[]): string {
  if (feature.kind === 'variable') return 'for basis functions only';
  if (!('center' in feature)) return shorten(names.join(', '), 200);
  const { center, scale } = feature;
  return center === 0 && scale === 1 ? 'as it is' : `(x − ${short(center)}) / ${short(scale)}`;
}
