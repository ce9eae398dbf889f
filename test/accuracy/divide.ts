import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { integerBelow, random, shuffle } from '../../src/random.js';
import type { Table } from './tables.js';

/** Training and test file of one seed. */
export interface Division {
  seed: number;
  train: string;
  test: string;
}

/**
 * Chooses a quarter of the rows for the test, every fourth of a shuffled list that is sorted by class: so every class
 * is there in proportion.
 *
 * @param classes the class of each row; the same for all where there are none
 * @returns whether a row is of the test, row by row
 */
export function quarter(classes: readonly string[], seed: number): boolean[] {
  const rng = random(seed, 'split');
  const order = Uint32Array.from(classes.keys());
  shuffle(rng, order);
  const byClass = [...order].sort((a, b) => (classes[a] < classes[b] ? -1 : +(classes[a] > classes[b])));
  const first = integerBelow(rng, 4);
  const isTest = new Array<boolean>(classes.length).fill(false);
  for (let i = first; i < byClass.length; i += 4) isTest[byClass[i]] = true;
  return isTest;
}

/** Reads the records of a CSV file, header first, which may be gzipped. */
function readRecords(path: string): string[][] {
  const bytes = readFileSync(path);
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

const written = (records: readonly (readonly string[])[]) =>
  records.map((record) => `${record.map(quoted).join(',')}\n`).join('');
const quoted = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

const isMissing = (field: string) => field === '' || field === 'NA';

/** Divides a table for a seed; what is divided here, into files of `directory`. Rows without a target are left out. */
export function divide(
  { files, target, ignore = [], task }: Table,
  seed: number,
  directory: string,
): Division {
  if ('train' in files) return { seed, train: resolve(files.train), test: resolve(files.test) };
  const [header, ...records] = readRecords(files.all);
  const targets = target.map((name) => header.indexOf(name));
  const kept = header.flatMap((name, i) => (ignore.includes(name) ? [] : [i]));
  const rows = records.filter((record) => !targets.some((i) => isMissing(record[i])));
  const isTest = quarter(
    rows.map((record) => (task === 'classification' ? record[targets[0]] : '')),
    seed,
  );
  const write = (part: 'train' | 'test') => {
    const file = join(directory, `${part}.${seed}.csv`);
    const chosen = rows.filter((_, i) => isTest[i] === (part === 'test'));
    writeFileSync(file, written([header, ...chosen].map((record) => kept.map((i) => record[i]))));
    return file;
  };
  return { seed, train: write('train'), test: write('test') };
}
