import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Division } from './divide.js';
import type { Run } from './results.js';
import type { Table } from './tables.js';

/** Methods beside mlp, and how their columns are headed. */
export const peers: Readonly<Record<string, string>> = {
  linear: 'linear',
  rf: 'forest',
  hgb: 'boosting',
  xgb: 'xgboost',
  xgb_tuned: 'xgb 500',
  skmlp: 'sk mlp',
};

const python = process.env.PYTHON ?? 'python3';

/** Fits the methods with Python on every division of a table; the runs of those that there are, by method. */
export function runPeers(table: Table, divisions: readonly Division[], methods: readonly string[]) {
  const { task, target, files } = table;
  const { status, signal, error, stdout } = spawnSync(python, ['test/accuracy/peers.py'], {
    input: JSON.stringify({ task, target, methods, divisions, isDivided: 'train' in files }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) {
    const how = error?.message ?? signal ?? `exit code ${status}`;
    throw new Error(
      `peers.py failed on ${table.name} (${how}); it needs scikit-learn: name one as PYTHON=/usr/bin/python3`,
    );
  }
  const runs: Record<string, Run[]> = {};
  for (const line of stdout.trim().split('\n').filter(Boolean)) {
    const { method, ...run } = JSON.parse(line);
    runs[method] = [...(runs[method] ?? []), run];
  }
  return runs;
}

interface Reference {
  [table: string]: {
    peers: Record<string, { acc?: number; logloss?: number; r2?: number; rmse?: number; fit_s: number }>;
  };
}

/** Figures of reference.json for a table, means over seeds, as runs; undefined where it has none. */
export function referencePeers(table: string, methods: readonly string[]): Record<string, Run[]> | undefined {
  const reference: Reference = JSON.parse(readFileSync('test/accuracy/reference.json', 'utf8'));
  if (!Object.hasOwn(reference, table)) return undefined;
  return Object.fromEntries(
    methods.map((method) => {
      const { acc, logloss, r2, rmse, fit_s } = reference[table].peers[method];
      const run = { seed: 0, seconds: fit_s, accuracy: acc, log_loss: logloss, r2, rmse };
      return [method, [run]];
    }),
  );
}
