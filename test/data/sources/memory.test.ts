import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/index.js';
import { loadDataset } from '../../../src/data/load.js';
import { fileAccess as browser } from '../../../src/data/sources/file_access/browser.js';
import { repository } from '../../helpers/cli.js';

const directory = join(repository, 'datasets');
const penguins = new Uint8Array(readFileSync(join(directory, 'penguins.csv')));
const { data } = parseConfig({
  data: {
    train: 'penguins.csv',
    target: 'species',
    columns: { sex: { missing: 'most_frequent' } },
    missing: 'median',
  },
});
const load = (files?: ReadonlyMap<string, Uint8Array>) => loadDataset(data, { directory, files, seed: 3 });

describe('files in memory', () => {
  it('give the dataset that they give on disk, to the bit and by the same hash', async () => {
    expect(await load(new Map([['penguins.csv', penguins]]))).toEqual(await load());
  });

  it('may be gzipped', async () => {
    const { train } = await load(new Map([['penguins.csv', new Uint8Array(gzipSync(penguins))]]));
    expect(train).toEqual((await load()).train);
  });

  it('are all that there is: another name is refused, with the one that is meant', async () => {
    await expect(load(new Map([['penguin.csv', penguins]]))).rejects.toThrow(
      'penguins.csv: no such file; did you mean "penguin.csv"?',
    );
  });
});

describe('in a browser', () => {
  async function inflated(bytes: Uint8Array): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    async function* parts() {
      for (let i = 0; i < bytes.length; i += 1000) yield bytes.subarray(i, i + 1000);
    }
    for await (const chunk of browser.inflate(parts(), 'gzip')) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  it('gzip is inflated', async () => {
    expect(await inflated(gzipSync(penguins))).toEqual(Buffer.from(penguins));
  });

  it('gzip that is cut off, or is none, is an error', async () => {
    await expect(inflated(gzipSync(penguins).subarray(0, 1500))).rejects.toThrow();
    await expect(inflated(penguins)).rejects.toThrow();
  });

  it('there are no files but those in memory', async () => {
    expect(await browser.expand('*.csv', '.')).toEqual(['*.csv']);
    expect(browser.resolve('directory', 'a.csv')).toBe('a.csv');
    await expect(browser.read('a.csv')[Symbol.asyncIterator]().next()).rejects.toThrow(
      'a.csv: a page has no files but those that it is given',
    );
    const error = new Error('the same');
    expect(browser.readError(error, 'a.csv', undefined)).toBe(error);
  });
});
