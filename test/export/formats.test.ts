import { expect, test } from 'vitest';
import { type FormatName, formats } from '../../src/export/index.js';
import { project } from '../cli/project.js';
import { sample } from '../helpers/runs.js';
import { cases, fuzzedCsv, layerCases, trainCsv } from './cases.js';

const names = Object.keys(formats) as FormatName[];

test.each([...layerCases, ...sample(cases, 2)])(
  '%s: every format gives what predict gives',
  async (_, config) => {
    const { done, mlp } = project({ 'train.csv': trainCsv, 'fuzzed.csv': fuzzedCsv(), 'c.json': config });
    await done('train c.json --out run --quiet');
    for (const format of names) {
      const { code, stdout, stderr } = await mlp(`export run --format ${format} --check fuzzed.csv --json`);
      expect({ format, code, stderr }).toEqual({
        ...{ format, code: 0 },
        stderr: expect.not.stringMatching(/error|not checked/),
      });
      const { check } = JSON.parse(stdout);
      expect(check.rows).toBeGreaterThan(100);
      expect(check.difference).toBeLessThanOrEqual(formats[format].tolerance);
      expect(check.otherRows).toBe(0);
    }
  },
  60_000,
);
