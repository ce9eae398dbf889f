import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ColumnValue } from '../../export/check/rows.js';
import type { Value } from '../../model/answers.js';
import type { Runner } from './runner.js';

/** Runs a module in this process. */
export const runJs: Runner = async (file, { columns, answers }) => {
  const url = pathToFileURL(resolve(file));
  // what the file holds now, whatever was loaded by its name before
  url.search = createHash('sha256').update(readFileSync(file)).digest('hex');
  const { predict } = await import(url.href);
  const answer = async (rows: readonly (readonly ColumnValue[])[]) =>
    rows.map((values) => {
      const row = Object.fromEntries(columns.map(({ name }, i) => [name, values[i]]));
      const given: Readonly<Record<string, Value | null>> = predict(row);
      return answers.map(({ name }) => given[name]);
    });
  return { answer, close: () => {} };
};
