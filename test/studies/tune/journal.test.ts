import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Journal } from '../../../src/studies/tune/journal.js';
import type { TrialRecord } from '../../../src/studies/tune/record.js';
import type { StudyHeader } from '../../../src/studies/tune/study_header.js';
import { temporaryDirectory } from '../../files/temporary_directory.js';
import { runs } from '../../helpers/runs.js';

const header: StudyHeader = {
  format: 'mlp-study',
  format_version: 1,
  config: { training: { epochs: 10 } },
  space: { x: { low: 0, high: 1 } },
  strategy: 'tpe',
  metric: 'loss',
  ahead: 4,
  data: { train: 'abc' },
};
const record = (trial: number): TrialRecord => ({ trial, values: { x: trial / 7 }, value: trial / 3 });

function written(...trials: number[]): string {
  const directory = temporaryDirectory();
  const journal = new Journal(directory, header);
  journal.begin();
  for (const trial of trials) journal.append(record(trial));
  journal.close();
  return directory;
}

test('what was appended is read back, with every digit, in the order of trials', () => {
  expect(new Journal(written(2, 0, 1), header).read()).toEqual([record(0), record(1), record(2)]);
});

test('cut at any byte, all whole lines are there, and what is appended then is in a line by itself', () => {
  const path = join(written(0, 1, 2), 'trials.jsonl');
  const bytes = readFileSync(path);
  const lines = bytes.toString().split('\n');
  for (let length = 0; length <= bytes.length; length += runs(13, 1)) {
    writeFileSync(path, bytes.subarray(0, length));
    const journal = new Journal(join(path, '..'), header);
    const whole = Math.max(0, bytes.subarray(0, length).toString().split('\n').length - 2);
    expect(journal.read()).toHaveLength(whole);
    journal.append(record(9));
    journal.close();
    expect(readFileSync(path, 'utf8')).toBe(
      `${[lines[0], ...lines.slice(1, 1 + whole), JSON.stringify(record(9))].join('\n')}\n`,
    );
  }
});

test('a last line that is no result is cut; one in the middle is an error with its place', () => {
  const directory = written(0, 1);
  appendFileSync(join(directory, 'trials.jsonl'), '\0\0\0\n');
  expect(new Journal(directory, header).read()).toHaveLength(2);
  appendFileSync(join(directory, 'trials.jsonl'), `${JSON.stringify(record(2))}\n`);
  expect(() => new Journal(directory, header).read()).toThrow(/trials\.jsonl:4: is no result of a trial/);
});

test('the journal of another study is refused with the first difference', () => {
  const directory = written(0);
  const other = (more: object) => () => new Journal(directory, { ...header, ...more }).read();
  expect(other({ ahead: 1 })).toThrow('is the journal of another study: ahead was 4, now 1');
  expect(other({ config: { training: { epochs: 20 } } })).toThrow('config.training.epochs was 10, now 20');
  expect(other({ space: { x: { low: 0, high: 2 } } })).toThrow('space.x.high was 1, now 2');
  expect(other({ data: { train: 'abd' } })).toThrow('data.train was "abc", now "abd"');
  writeFileSync(join(directory, 'trials.jsonl'), 'something else\n');
  expect(other({})).toThrow('is no journal of mlp tune');
});

test('journals of several processes are one, which the first process writes at the end', () => {
  const directory = written(0, 3);
  for (const [rank, trial] of [
    [1, 1],
    [2, 2],
  ]) {
    const journal = new Journal(directory, header, rank);
    journal.append(record(trial));
    journal.appendSeconds(record(trial), rank);
    journal.close();
  }
  const first = new Journal(directory, header);
  const records = first.read();
  expect(records.map(({ trial }) => trial)).toEqual([0, 1, 2, 3]);
  first.finish(records, first.readSeconds());
  expect(readdirSync(directory).sort()).toEqual(['times.jsonl', 'trials.jsonl']);
  const alone = written(0, 1, 2, 3);
  const read = (from: string) => readFileSync(join(from, 'trials.jsonl'), 'utf8');
  expect(read(directory)).toBe(read(alone));
  expect([...new Journal(directory, header).readSeconds()]).toEqual([
    ['1.0', 1],
    ['2.0', 2],
  ]);
});
