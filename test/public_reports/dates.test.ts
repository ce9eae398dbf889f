// Built after catboost#706, evalml#627 and ml.net#3153: dates that were dropped, or became a category each.
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';

const inputs = resolve(import.meta.dirname, 'data-11-datetime');

/** A copy of the case's files, and the program run there. */
function world() {
  const cwd = temporaryDirectory();
  cpSync(inputs, cwd, { recursive: true });
  return {
    cwd,
    async run(args: readonly string[], stdin = '') {
      const { code, stdout, stderr } = await mlp(args, { cwd, stdin });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      return { stdout, stderr };
    },
  };
}

describe.each([
  ['train.csv', 'fraud', 'when', { format: 'iso', parts: ['month', 'weekday', 'hour', 'days'] }],
  ['fewdays.csv', 'y', 'day', { format: '%d/%m/%Y', parts: ['weekday'] }],
  ['ints.csv', 'y', 'hhmm', { format: '%H:%M', parts: ['hour'] }],
])('%s', (file, target, name, settings) => {
  test('init declares the dates, their format, and the parts that vary', async () => {
    const { run, cwd } = world();
    const { stdout, stderr } = await run(['init', file, '--target', target]);
    const { data } = JSON.parse(stdout);
    expect(data.ignore).toBeUndefined();
    expect(data.columns).toEqual({ [name]: { type: 'date', ...settings } });
    expect(stderr).toContain(`${name} (${settings.format}: ${settings.parts.join(', ')})`);
    writeFileSync(join(cwd, 'c.json'), stdout);
    const names = settings.parts.map((part) => `${name}.${part}`);
    const inputs = (await run(['check', 'c.json'])).stdout.match(/inputs {2}\d+: (.*)/)![1];
    for (const part of names) expect(inputs).toContain(part);
  });

  test('train without a type takes it for dates as well, and says how to have categories', async () => {
    const { run, cwd } = world();
    const config = { data: { train: file, target }, training: { epochs: 1 } };
    writeFileSync(join(cwd, 'c.json'), JSON.stringify(config));
    const { stderr } = await run(['train', 'c.json', '--out', 'run']);
    expect(stderr).toContain(`column ${name} holds `);
    expect(stderr).toContain(`as categories: --set data.columns.${name}.type=category`);
    const inspected = (await run(['inspect', 'run'])).stdout;
    expect(inspected).toMatch(new RegExp(`${name} +date .*${settings.parts.join(', ')}`));
  });
});

test('fraud by the hour is learned', async () => {
  const { run, cwd } = world();
  const proposed = await run(['init', 'train.csv', '--target', 'fraud', '--preset', 'fast']);
  writeFileSync(join(cwd, 'c.json'), proposed.stdout);
  const { stdout } = await run(['train', 'c.json', '--out', 'run', '--quiet', '--json']);
  expect(JSON.parse(stdout).validation.accuracy).toBeGreaterThan(0.95);
  const rows = [
    '2023-02-17T03:00:00Z',
    '2023-02-17 14:00',
    '2023-02-17T05:00:00+02:00',
    '2023-02-17T16:00+02:00',
  ];
  const predicted = await run(
    ['predict', 'run', '-'],
    `when,amount\n${rows.map((when) => `${when},50\n`).join('')}`,
  );
  expect(
    predicted.stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line[0]),
  ).toEqual(['1', '0', '1', '0']);
});

test('weekends are learned from 26 days, and predicted for days that training did not have', async () => {
  const { run, cwd } = world();
  writeFileSync(join(cwd, 'c.json'), (await run(['init', 'fewdays.csv', '--target', 'y'])).stdout);
  await run(['train', 'c.json', '--out', 'run', '--quiet']);
  // a Tuesday, a Saturday, a Sunday, a Monday, and a Saturday of another year
  const days = ['07/02/2023', '18/02/2023', '12/03/2023', '13/11/2023', '30/11/2024'];
  const { stdout, stderr } = await run(
    ['predict', 'run', '-'],
    `day,amount\n${days.map((day) => `${day},3\n`).join('')}`,
  );
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line[0]),
  ).toEqual(['0', '1', '1', '0', '1']);
  expect(stderr).toBe('');
});

test('a day that is none is named, with its place', async () => {
  const { run, cwd } = world();
  writeFileSync(join(cwd, 'c.json'), (await run(['init', 'fewdays.csv', '--target', 'y'])).stdout);
  await run(['train', 'c.json', '--out', 'run', '--quiet', '--set', 'training.epochs=1']);
  for (const [day, reason] of [
    ['30/02/2024', 'February 2024 has 29 days'],
    ['13/13/2024', 'there is no month 13'],
    ['2024-02-03', 'it is not of the format %d/%m/%Y'],
  ]) {
    const stdin = `day,amount\n07/02/2023,3\n${day},3\n`;
    const { code, stderr } = await mlp(['predict', 'run', '-'], { cwd, stdin });
    expect(code).toBe(65);
    expect(stderr).toContain(`stdin:3:1: column 1 (day) holds dates, but this is "${day}": ${reason}`);
  }
});
