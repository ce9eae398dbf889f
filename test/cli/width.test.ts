import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { createBar } from '../../src/cli/progress_bar.js';
import { type Curves, epochText, progressLine } from '../../src/cli/render/epoch.js';
import { createSparkline } from '../../src/cli/render/sparkline.js';
import { type Cell, table } from '../../src/cli/render/table.js';
import { wrap } from '../../src/cli/render/wrap.js';
import type { EpochRecord } from '../../src/training/records.js';
import { runs, sample } from '../helpers/runs.js';
import { dataset, iris, project } from './project.js';

const style = new Chalk({ level: 0 });
const widths = fc.integer({ min: 40, max: 120 });
const word = fc.string({ unit: fc.constantFrom(...'abcxyz019.-_あ'), minLength: 1, maxLength: 9 });
const text = fc.array(word, { maxLength: 9 }).map((words) => words.join(' '));
const cell: fc.Arbitrary<Cell> = fc.oneof(
  text,
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.constant(undefined),
);
const grid = fc
  .integer({ min: 1, max: 9 })
  .chain((columns) =>
    fc.tuple(
      fc.array(text, { minLength: columns, maxLength: columns }),
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 4 }),
    ),
  );
const tokens = (texts: string): string[] => texts.split(/\s+/).filter((token) => token !== '');

test('no line of a table is wider than the terminal, and every number and word is there whole', () => {
  fc.assert(
    fc.property(grid, widths, ([header, rows], width) => {
      const narrow = table(header, rows, { style, width });
      for (const line of narrow.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      const wide = new Set(tokens(table(header, rows, { style })));
      expect(new Set(tokens(narrow))).toEqual(wide);
    }),
    { numRuns: runs(100, 500) },
  );
});

test('bars are shorter where there is less space, or left out; the longest is for the largest value', () => {
  const values = [-1, 0.5, undefined];
  const rows = values.map((value, i) => [`name ${i}`, value]);
  const lines = (width?: number) =>
    table(['column', 'lost'], rows, { style, width }, { kind: 'bars', title: '', values, width: 20 }).split(
      '\n',
    );
  const bar = (line: string) => line.replace(/^.*\d /, '').trim();
  expect(lines().slice(1, 3).map(bar)).toEqual([`−${'█'.repeat(20)}`, '█'.repeat(10)]);
  expect(lines(33).slice(1, 3).map(bar)).toEqual([`−${'█'.repeat(15)}`, `${'█'.repeat(7)}▌`]);
  for (const line of lines(33)) expect(stringWidth(line)).toBeLessThanOrEqual(33);
  expect(lines(24).join('')).not.toContain('█');
});

test('a picture is as wide as there is space, or left out; without a terminal it is whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1 }),
      widths,
      (values, width) => {
        const rows = values.map((value, i) => [`name ${i}`, value]);
        const picture = { title: 'loss', values, width: 24 };
        const drawn = table(['model', 'loss'], rows, { style, width }, picture);
        for (const line of drawn.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
        const plain = table(['model', 'loss'], rows, { style, width });
        expect(new Set(tokens(drawn))).toEqual(new Set([...tokens(plain), ...tokens(drawn)]));
        expect(table(['model', 'loss'], rows, { style }, picture)).toContain('●');
      },
    ),
  );
});

test('notes wrap at words, and lose nothing but blanks', () => {
  fc.assert(
    fc.property(text, widths, (message, width) => {
      const wrapped = wrap(`note: ${message}`, width, 2);
      for (const line of wrapped.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      expect(tokens(wrapped)).toEqual(tokens(`note: ${message}`));
      expect(wrap(message)).toBe(message);
    }),
  );
});

const record = (epoch: number, more: object = {}): EpochRecord => ({
  restart: 0,
  epoch,
  step: 10 * epoch,
  learning_rate: 0.1,
  train: { loss: 0.123456 },
  validation: { loss: 0.234567, accuracy: 0.95 },
  ...more,
});
const falling = (): Curves => {
  const curves = { train: createSparkline(), validation: createSparkline() };
  for (let i = 1; i < 30; i++) for (const curve of Object.values(curves)) curve.add(1 / i);
  return curves;
};
const parts = (of: EpochRecord, position = `epoch ${of.epoch}/300`) => ({
  position,
  share: '40%',
  bar: '====------',
  remaining: '05s left',
  state: { record: of, curves: falling() },
});

test('a line of progress is never wider than the terminal, and has the validation figures down to 40 columns', () => {
  fc.assert(
    fc.property(widths, fc.integer({ min: 1, max: 1e6 }), (width, epoch) => {
      const line = progressLine(parts(record(epoch)), width);
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(line).toContain('validation loss');
      expect(line).toContain('0.23457');
    }),
  );
  const at = (width: number) => progressLine(parts(record(120)), width);
  expect(at(200)).toMatch(
    /^epoch 120\/300 \[====------\] 05s left \| loss [▁-█]+ 0\.12346, validation loss [▁-█]+ 0\.23457, accuracy 0\.95000$/,
  );
  expect(at(95)).toBe(
    'epoch 120/300 [====------] 05s left | loss 0.12346, validation loss 0.23457, accuracy 0.95000',
  );
  expect(at(60)).toBe('epoch 120/300 | validation loss 0.23457, accuracy 0.95000');
  expect(at(50)).toBe('40% | validation loss 0.23457, accuracy 0.95000');
  expect(at(40)).toBe('40% | validation loss 0.23457');
  const alone = record(120, { validation: undefined });
  expect(progressLine(parts(alone), 40)).toBe('epoch 120/300 05s left | loss 0.12346');
  expect(epochText(alone)).toBe('loss 0.12346');
});

test('a bar is redrawn from the start of its line, as wide as the terminal is after a resize', () => {
  class Terminal extends Writable {
    readonly isTTY = true;
    columns = 120;
    text = '';
    override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
      this.text += chunk;
      done();
    }
  }
  const terminal = new Terminal();
  const bar = createBar(terminal);
  bar.start(300, 0);
  const { state } = parts(record(120));
  for (const columns of [120, 60, 45, 90]) {
    terminal.columns = columns;
    terminal.text = '';
    bar.update(120, state);
    terminal.emit('resize');
    // the cursor was left at the start of the line: all of it goes, however it was broken
    expect(terminal.text.startsWith('\u001b[0J')).toBe(true);
    expect(terminal.text.endsWith('\u001b[1G')).toBe(true);
    const line = stripVTControlCharacters(terminal.text);
    expect(line.length).toBeLessThan(columns);
    expect(line).toContain('0.23457');
  }
  terminal.text = '';
  bar.stop();
  terminal.text = '';
  terminal.emit('resize');
  expect(terminal.text).toBe('');
});

/** A table of many classes, with names and values that take space. */
const messy = (() => {
  const line = (i: number) => `${i * 1234.5678},a rather long text ${i % 3},${i % 7},class number ${i % 5}`;
  const header = 'measured by the long instrument,kind of place,count,what it is';
  return [header, ...Array.from({ length: 60 }, (_, i) => line(i)), ''].join('\n');
})();

test('every command, at 40 to 120 columns: no line is wider, and no word is cut', {
  timeout: 60_000,
}, async () => {
  const place = project({
    'iris.json': iris({ training: { epochs: 4, restarts: 3 } }),
    'messy.csv': messy,
    'messy.json': {
      data: {
        train: 'messy.csv',
        target: 'what it is',
        split: { type: 'random', validation: 0.2, test: 0.2 },
      },
      layers: [{ type: 'residual', layers: [{ type: 'dense', units: 5, activation: 'tanh' }] }],
      training: { epochs: 3 },
    },
  });
  await place.done('train iris.json --out small --set layers.0.units=2');
  await place.done('train messy.json --out a-run-with-a-long-name');
  let turn = 0;
  for (const args of [
    'train iris.json --dry-run',
    'train messy.json --force --out a-run-with-a-long-name',
    'train iris.json --force --out small',
    'eval a-run-with-a-long-name',
    'compare small a-run-with-a-long-name --metrics loss,accuracy,f1,log_loss,brier',
    'check messy.json',
    'inspect a-run-with-a-long-name',
    'gradcheck messy.json',
    'trace messy.json',
    'init messy.csv',
    `init ${dataset('airquality.csv')}`,
    'diff sin(exp(-x)*y)/2 --at x=-4.499,y=2',
    'generate',
    'train iris.jsn',
    'check iris.json --set layers.0.unit=3',
  ]) {
    const once = await place.mlp(args);
    const known = new Set(tokens(`${once.stdout} ${once.stderr}`).map(timeless));
    for (const columns of sample([40, 60, 80, 120], 2, turn++)) {
      const world = { terminals: ['stdout', 'stderr'], columns, env: { NO_COLOR: '1' } } as const;
      const { stdout, stderr } = await place.mlp(args, world);
      const where = `mlp ${args}, ${columns} columns`;
      for (const line of `${stdout}\n${withoutProgress(stderr)}`.split('\n')) {
        if (tokens(line).length > 1 && !isJson(line))
          expect(stringWidth(line), `${where}: ${line}`).toBeLessThanOrEqual(columns);
        for (const token of tokens(line))
          if (!/^[·●]+$/.test(token)) expect(known, where).toContain(timeless(token));
      }
    }
  }
});

const isJson = (line: string) => /^\s*(["{}[\]]|-?\d)/.test(line);
/** A word without its figures: seconds differ from run to run. */
const timeless = (token: string) => token.replace(/\d[\d.,]*(e[+-]?\d+)?/g, '0');
/** Lines of a terminal without those that the bar draws. */
const withoutProgress = (text: string) =>
  stripVTControlCharacters(text.replaceAll('\u001b[1G', '\n')).replace(/^(epoch \d|\d+%).*\n/gm, '');
