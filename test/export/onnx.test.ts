import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../cli/project.js';
import { sample } from '../helpers/runs.js';
import { cases, trainCsv } from './cases.js';

const python = '/usr/bin/python3';
const hasChecker = spawnSync(python, ['-c', 'import onnx']).status === 0;
const script = 'import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)';

test.skipIf(!hasChecker).each(sample(cases, 2, 1))(
  "%s: a model that ONNX's own checker takes (skipped where Python has no onnx)",
  async (_, config) => {
    const { done, directory } = project({ 'train.csv': trainCsv, 'c.json': config });
    await done('train c.json --out run --quiet');
    await done('export run --format onnx --out m.onnx');
    const { status, stderr } = spawnSync(python, ['-c', script, join(directory, 'm.onnx')]);
    expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
  },
  60_000,
);
