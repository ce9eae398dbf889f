import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Chart } from '../../src/report/charts/chart.js';
import { type ChartName, charts } from '../../src/report/charts/index.js';
import { type Evidence, gather } from '../../src/report/evidence/evidence.js';
import { drawReport } from '../../src/report/index.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { mlp, shell } from '../helpers/cli.js';
import { isLong } from '../helpers/runs.js';
import { fewKinds, type Kind, kinds, split, trainRun, trainRuns } from './runs.js';

const always: ChartName[] = ['learning_curves', 'weights', 'gradients'];
/** Charts of runs that predict answers from two columns at least. */
const ofColumns: ChartName[] = ['importance', 'dependence'];
const ofProbabilities: ChartName[] = ['per_class', 'roc', 'precision_recall', 'calibration'];

/** Charts that take most of the time to draw: the short form draws them of classes and of numbers, once each. */
const slow: ChartName[] = ['decision', 'hidden_units'];
const drawnWhole: Kind[] = ['plane', 'plane_of_shares'];

/** Charts of a run of each kind, beside those of every run. */
const expected: Record<Kind, ChartName[]> = {
  plane: [...ofColumns, 'decision', 'hidden_units', 'confusion_matrix', ...ofProbabilities],
  plane_of_numbers: [...ofColumns, 'decision', 'hidden_units', 'fit', 'residuals'],
  plane_of_labels: [...ofColumns, 'decision', 'hidden_units', ...ofProbabilities],
  plane_of_shares: [...ofColumns, 'decision', 'fit'],
  line: ['fitted_curve', 'hidden_units', 'fit', 'residuals'],
  line_of_classes: ['fitted_curve', 'hidden_units', 'confusion_matrix', ...ofProbabilities],
  table: [...ofColumns, 'confusion_matrix', ...ofProbabilities],
  ensemble: [...ofColumns, 'confusion_matrix', ...ofProbabilities, 'members'],
  ensemble_of_numbers: [...ofColumns, 'decision', 'fit', 'residuals', 'members'],
  table_encoded: [...ofColumns, 'confusion_matrix', ...ofProbabilities, 'embeddings'],
  table_of_numbers: [...ofColumns, 'restarts', 'fit', 'residuals'],
  several_numbers: [...ofColumns, 'fit', 'residuals'],
  images: [...ofColumns, 'confusion_matrix', ...ofProbabilities, 'first_layer'],
  autoencoder: ['reconstructions'],
  autoencoder_of_images: ['reconstructions', 'first_layer'],
  generator: ['samples', 'latent_map', 'decodings'],
  generator_of_images: ['samples', 'latent_map', 'decodings', 'first_layer'],
  adversarial: ['samples'],
  adversarial_of_images: ['samples'],
};

const directory = sharedDirectory();
const names = isLong ? (Object.keys(kinds) as Kind[]) : fewKinds;
let runs: Record<Kind, string>;
const evidence = {} as Record<Kind, Evidence>;
const refuse = (warning: string) => {
  throw new Error(warning);
};

beforeAll(async () => {
  runs = await trainRuns(directory, names);
  for (const name of names) evidence[name] = await gather(runs[name], refuse);
}, 60_000);

const applying = (of: Evidence) =>
  Object.entries<Chart>(charts).flatMap(([name, chart]) => (chart.applies(of) ? [name] : []));

describe.each(names)('a run of the kind %s', (kind) => {
  test('has the charts that it should have, and no other', () => {
    expect(applying(evidence[kind]).sort()).toEqual([...always, ...expected[kind]].sort());
  });

  test('each is well-formed, has a caption and a label, draws something, and draws finite numbers', () => {
    const shown = applying(evidence[kind]) as ChartName[];
    for (const name of shown.filter((each) => isLong || drawnWhole.includes(kind) || !slow.includes(each))) {
      const { caption, pictures, table } = (charts[name] as Chart).draw(evidence[kind]);
      expect(caption, name).toMatch(/^[A-Z].+[.]$/);
      expect(pictures.length + (table ? 1 : 0), name).toBeGreaterThan(0);
      expect(new Set(pictures.map((picture) => picture.name)).size, name).toBe(pictures.length);
      for (const { svg, width, height } of pictures) {
        const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml');
        expect(root.localName).toBe('svg');
        expect(root.getAttribute('aria-label'), name).toBeTruthy();
        expect(root.querySelectorAll('path, circle, rect').length, name).toBeGreaterThan(0);
        expect(svg, name).not.toMatch(/NaN|undefined|Infinity|\[object/);
        expect(width * height, name).toBeGreaterThan(0);
        // What no theme knows would be black on black.
        for (const [, variable] of svg.matchAll(/var\((--[\w-]+)\)/g))
          expect(plane.html.includes(`${variable}:`), variable).toBe(true);
      }
    }
  });
});

let plane: Awaited<ReturnType<typeof drawReport>>;
beforeAll(async () => {
  plane = await drawReport(runs.plane, refuse);
}, 60_000);

test('every chart applies somewhere', () => {
  const seen = new Set(names.flatMap((name) => applying(evidence[name])));
  expect([...seen].sort()).toEqual(Object.keys(charts).sort());
});

test('a metric has words in its label and a file name without underscores, however many it had', async () => {
  const training = { epochs: 2, early_stopping: { metric: 'top_2_accuracy', patience: 2 } };
  const run = await trainRun(directory, 'top_2', { ...kinds.table, training });
  const { pictures } = charts.learning_curves.draw(await gather(run, refuse));
  expect(pictures.map(({ name }) => name)).toContain('top-2-accuracy');
  const svg = pictures.find(({ name }) => name === 'top-2-accuracy')!.svg;
  expect(svg).toContain('aria-label="top 2 accuracy by epoch"');
  expect(svg).not.toContain('top 2_accuracy');
});

test.runIf(isLong)('the units of layers with 160,000 weights between them are drawn', async () => {
  const layers = [400, 400].map((units) => ({ type: 'dense', units, activation: 'relu' }));
  const run = await trainRun(directory, 'wide', { ...kinds.plane, layers, training: { epochs: 1 } });
  const { pictures } = charts.hidden_units.draw(await gather(run, refuse));
  expect(pictures[0].svg).toContain('layers.1');
});

test('the same run gives the same bytes: again, after another, and in another process', async () => {
  const [kind, another] = isLong
    ? (['plane_of_shares', 'plane'] as const)
    : (['line_of_classes', 'table'] as const);
  const first = await drawReport(runs[kind], refuse);
  await drawReport(runs[another], refuse);
  expect(await drawReport(runs[kind], refuse)).toEqual(first);
  const { code, stdout } = await shell(`mlp report ${kind} --out - --svg pictures`, { cwd: directory });
  expect(code).toBe(0);
  expect(stdout).toBe(first.html);
  for (const { file, svg } of first.pictures)
    expect(readFileSync(join(directory, 'pictures', file), 'utf8')).toBe(svg);
});

test('a picture alone has colours of its own and one ground; ids are told apart within a page', () => {
  const { html, pictures } = plane;
  expect(pictures.map(({ file }) => file)).toContain('decision.svg');
  for (const { svg } of pictures) {
    expect(svg).not.toContain('var(');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><style>/);
  }
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
});

test('without its data a run has a warning and what is left; so it is with data from stdin', async () => {
  const left = ['learning_curves', 'weights'];
  const csv = 'a,b,y\n1,2,p\n2,1,q\n3,5,p\n5,3,q\n';
  const run = await trainRun(
    directory,
    'stdin',
    { data: { train: '-', target: 'y' }, training: { epochs: 2 } },
    csv,
  );
  const warnings: string[] = [];
  const { charts: drawn } = await drawReport(run, (warning) => warnings.push(warning));
  expect(drawn.map(({ name }) => name)).toEqual(left);
  expect(warnings.join()).toMatch(/fewer charts: .*stdin, which is gone/);

  for (const file of ['metrics.json', 'metrics.jsonl', 'config.json']) rmSync(join(run, file));
  const alone = await drawReport(join(run, 'model.safetensors'), () => {});
  expect(alone.charts.map(({ name }) => name)).toEqual(['weights']);
});

test('a run in which nothing came to a number can be drawn, too', async () => {
  const config = {
    data: { train: { generator: 'reg_plane', rows: 40 }, split },
    optimizer: { type: 'sgd', learning_rate: 1e300 },
    training: { epochs: 3, restarts: 2 },
  };
  writeFileSync(join(directory, 'diverged.json'), JSON.stringify(config));
  await mlp(['train', 'diverged.json', '--out', 'diverged', '--quiet'], { cwd: directory });
  const { charts: drawn, pictures } = await drawReport(join(directory, 'diverged'), refuse);
  expect(drawn.map(({ name }) => name)).toContain('restarts');
  for (const { svg } of pictures) expect(svg).not.toMatch(/NaN|Infinity/);
  expect(pictures.find(({ file }) => file === 'restarts.svg')!.svg).toContain('no finite value (diverged)');
});
