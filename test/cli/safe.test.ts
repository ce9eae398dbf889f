import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeText } from '../../src/data/csv/safe_text.js';
import { project } from './project.js';

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['+cmd', "'+cmd"],
  ['-2+3', "'-2+3"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['-1.5', '-1.5'],
  ['+2e-3', '+2e-3'],
  ['a=1', 'a=1'],
  ['', ''],
])('%j becomes %j', (text, safe) => {
  expect(safeText(text)).toBe(safe);
});

it('no text begins as a formula does unless it is a number, and no other text changes', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const safe = safeText(text);
      expect(safe === text || safe === `'${text}`).toBe(true);
      if (/^[=+\-@\t\r]/.test(safe)) expect(Number.isFinite(Number(safe))).toBe(true);
    }),
  );
});

it('predict --safe writes no formulas, and the same numbers; JSON has none', async () => {
  const { done, mlp } = project({
    'train.csv': 'x,y,=z\n1,=A1,a\n2,+B,b\n3,=A1,-c\n4,+B,-1\n',
    'c.json': { data: { train: 'train.csv', target: 'y', features: ['x'] }, training: { epochs: 2 } },
  });
  await done('train c.json --out run --quiet');
  const plain = (await done('predict run train.csv --keep =z,x')).stdout;
  const safe = (await done('predict run train.csv --keep =z,x --safe')).stdout;
  expect(safe).not.toBe(plain);
  expect(safe.replaceAll(/(^|,)'/gm, '$1')).toBe(plain);
  const fields = safe.split(/[,\n]/);
  expect(fields.filter((field) => /^[=+\-@]/.test(field))).toEqual(['-1']);
  expect(fields[0]).toBe("'=z");
  expect(await mlp('predict run train.csv --safe --format jsonl')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--safe: is for CSV'),
  });
});

it('sample --safe writes no formulas', async () => {
  const { done, mlp } = project({
    'train.csv': `kind,x\n${['=A1,-1', '@B,-2', '=A1,-3', '@B,-4'].join('\n')}\n`,
    'c.json': { task: 'generation', data: { train: 'train.csv' }, training: { epochs: 2 } },
  });
  await done('train c.json --out run --quiet');
  const plain = (await done('sample run --rows 20')).stdout;
  const safe = (await done('sample run --rows 20 --safe')).stdout;
  expect(safe.replaceAll("'", '')).toBe(plain);
  expect(safe.match(/^'[=@]/gm)).toHaveLength(20);
  expect(await mlp('sample run --safe --json')).toMatchObject({ code: 2 });
});
