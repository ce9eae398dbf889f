import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { peers, referencePeers } from './peers.js';
import { ablation, differences, ratios, report, standings } from './report.js';
import type { Results, Run } from './results.js';
import { tables } from './tables.js';

const classes = (seed: number, accuracy: number, log_loss: number): Run => ({
  seed,
  seconds: 1 + seed,
  accuracy,
  log_loss,
});
const numbers = (seed: number, r2: number, rmse: number): Run => ({ seed, seconds: 2, r2, rmse });

const results: Results = {
  a: {
    task: 'classification',
    test_rows: 10,
    methods: {
      mlp: [classes(0, 0.9, 0.2), classes(1, 0.8, 0.4)],
      rf: [classes(0, 0.85, 0.5)],
      linear: [classes(0, 0.5, 0.7)],
    },
  },
  b: {
    task: 'regression',
    test_rows: 20,
    methods: {
      mlp: [numbers(0, 0.5, 6), numbers(1, 0.5, 6)],
      rf: [numbers(0, 0.7, 4)],
      linear: [numbers(0, 0.3, 8)],
    },
  },
};

it('ranks means over seeds, table by table', () => {
  const { tables: count, ranks, normalised } = standings(results, ['mlp', 'rf', 'linear'], 'score');
  expect(count).toBe(2);
  expect(ranks.map(({ mean }) => mean)).toEqual([(1.5 + 2) / 2, (1.5 + 1) / 2, 3]);
  expect(ranks.map(({ error }) => error)).toEqual([0.25, 0.25, 0]);
  expect(normalised[0].mean).toBeCloseTo((1 + 0.5) / 2, 12);
  const loss = standings(results, ['mlp', 'rf', 'linear'], 'loss');
  expect(loss.ranks.map(({ mean }) => mean)).toEqual([1.5, 1.5, 3]);
});

it('ranks no table that lacks a method, and shows it with a gap', () => {
  const { linear: _, ...two } = results.b.methods;
  const gap = { ...results, b: { ...results.b, methods: two } };
  expect(standings(gap, ['mlp', 'rf', 'linear'], 'loss').tables).toBe(1);
  expect(report(gap)).toMatch(/^\| b +\| 0.500 \| +0.700 \| +– \|$/m);
});

it('reports scores, losses and medians of seconds', () => {
  const text = report(results);
  expect(text).toMatch(/^\| accuracy or R² +\| +mlp \| forest \| linear \|$/m);
  expect(text).toMatch(/^\| a +\| 0.300 \| +0.500 \| +0.700 \|$/m);
  expect(text).toMatch(/^\| a +\| 1.50 \| +1.00 \| +1.00 \|$/m);
  const widths = text.split('\n\n').map((part) => new Set(part.split('\n').map((line) => line.length)).size);
  expect(widths).toEqual([1, 1, 1]);
});

it('has no ranks of a single method', () => {
  const { mlp } = results.a.methods;
  expect(report({ a: { ...results.a, methods: { mlp } } })).not.toContain('rank');
});

it('compares with an earlier run seed by seed, better upwards', () => {
  const now = structuredClone(results);
  now.a.methods.mlp = [classes(0, 0.9, 0.1), classes(1, 0.9, 0.2)];
  now.b.methods.mlp = [numbers(0, 0.4, 7), numbers(1, 0.4, 7)];
  const [score, loss] = differences(now, results).split('\n\n');
  // by seed 0 and 0.1: mean 0.05 ± 0.05, no more than that
  expect(score).toMatch(/^\| a +\| +0.850 \| 0.900 \| +0.050 \| +\|$/m);
  // 0.1 and 0.2 less: 0.15 ± 0.05
  expect(loss).toMatch(/^\| a +\| +0.300 \| 0.150 \| +0.050 \| +better \|$/m);
  expect(loss).toMatch(/^\| b +\| +6.000 \| 7.000 \| +0.0 \| +worse \|$/m);
});

it('finds ratios to the whole, over the tables that have both', () => {
  const { rf, mlp } = results.a.methods;
  const parts: Results = {
    a: { ...results.a, methods: { mlp, 'no dropout': rf } },
    b: { ...results.b, methods: { mlp: results.b.methods.mlp } },
  };
  const { tables: count, loss, error } = ratios(parts, 'no dropout', 'mlp');
  expect(count).toBe(1);
  expect(loss.mean).toBeCloseTo(0.5 / 0.3, 12);
  // 1.5 of 10 rows, and 3 of 20
  expect(error.mean).toBeCloseTo(2 / 11 / (3.5 / 21), 12);
  expect(ablation(parts)).toContain('| no dropout   |      1 |');
  const same = ratios({ ...parts, b: results.b }, 'mlp', 'mlp');
  expect(same.loss).toEqual({ mean: 1, error: 0 });
});

it('has the reference figures of every peer for the tables that have a division of their own', () => {
  const divided = tables.filter(({ files }) => 'train' in files);
  expect(divided).toHaveLength(6);
  const reference = JSON.parse(readFileSync('test/accuracy/reference.json', 'utf8'));
  for (const { name, target, task } of divided) {
    expect(reference[name]).toMatchObject({ target: target[0], task });
    const runs = Object.values(referencePeers(name, Object.keys(peers))!);
    const figures = runs.map(([run]) =>
      task === 'regression' ? run.r2! + run.rmse! : run.accuracy! + run.log_loss!,
    );
    expect(figures.every((value) => value > 0)).toBe(true);
  }
  expect(referencePeers('iris', ['rf'])).toBeUndefined();
});
