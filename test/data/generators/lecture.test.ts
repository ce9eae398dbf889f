import { describe, expect, test } from 'vitest';
import { mlp } from '../../helpers/cli.js';

/** The rows that `mlp generate` prints. */
async function rows(...args: string[]): Promise<number[][]> {
  const { stdout } = await mlp(['generate', ...args]);
  const [, ...lines] = stdout.trimEnd().split('\n');
  return lines.map((line) => line.split(',').map(Number));
}

describe('outliers of a function', () => {
  const base = ['function', '--expression', '2*x', '--rows', '2000'];

  test('about that share of the rows has that much added', async () => {
    const off = (await rows(...base, '--outliers', '0.1', '--outlier', '-7')).map(([x, y]) => y - 2 * x);
    expect(off.every((value) => Math.abs(value) < 1e-9 || Math.abs(value + 7) < 1e-9)).toBe(true);
    const share = off.filter((value) => value < -1).length / 2000;
    // Four standard errors √(0.1 · 0.9 / 2000)
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * 0.0067);
  });

  test('none is no change to any bit', async () => {
    const noisy = [...base, '--noise', '0.5'];
    expect(await rows(...noisy, '--outliers', '0')).toEqual(await rows(...noisy));
  });
});

describe('ordered', () => {
  test('without noise, the label is 2 + (x1 + x2) / 2 rounded, within 0 to 4', async () => {
    for (const [x1, x2, label] of await rows('ordered', '--rows', '500'))
      expect(label).toBe(Math.min(4, Math.max(0, Math.round(2 + (x1 + x2) / 2))));
  });

  test('noise mixes neighbours more than classes far from each other', async () => {
    const counts = [0, 0, 0, 0, 0];
    for (const [x1, x2, label] of await rows('ordered', '--rows', '5000', '--noise', '1')) {
      const clean = Math.min(4, Math.max(0, Math.round(2 + (x1 + x2) / 2)));
      counts[Math.abs(label - clean)]++;
    }
    expect(counts[0]).toBeGreaterThan(counts[1]);
    expect(counts[1]).toBeGreaterThan(3 * counts[2]);
    expect(counts[2]).toBeGreaterThan(counts[3] + counts[4]);
  });
});

describe('ring', () => {
  test('eight clusters of the same size, 2 from the middle, each 45 degrees from the one before', async () => {
    const deviation = 0.02 + 0.1;
    const counts = new Array(8).fill(0);
    let squares = 0;
    for (const [x1, x2, label] of await rows('ring', '--rows', '4000', '--noise', '0.1')) {
      counts[label]++;
      const angle = (label * Math.PI) / 4;
      squares += (x1 - 2 * Math.cos(angle)) ** 2 + (x2 - 2 * Math.sin(angle)) ** 2;
    }
    expect(counts).toEqual(new Array(8).fill(500));
    // Four standard errors of a variance from 8000 numbers: 4 √(2 / 8000)
    expect(Math.abs(squares / 8000 / deviation ** 2 - 1)).toBeLessThan(0.064);
  });
});
