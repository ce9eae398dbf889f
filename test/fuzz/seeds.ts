import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './target.js';
import { targets } from './targets/index.js';

// Writes what Jazzer.js begins with to a directory: NAME/ with the seeds, and NAME.dict with the words, as libFuzzer
// reads them.
const [directory] = process.argv.slice(2);

/** Bytes in quotes, all as \xHH. */
const quoted = (word: string) => `"${Buffer.from(word).toString('hex').replace(/../g, '\\x$&')}"`;

async function write(name: string, { seeds, words }: Target): Promise<void> {
  mkdirSync(join(directory, name), { recursive: true });
  const sound = await seeds();
  sound.forEach((seed, i) => {
    writeFileSync(join(directory, name, `seed-${i}`), seed);
  });
  writeFileSync(join(directory, `${name}.dict`), words.map((word) => `${quoted(word)}\n`).join(''));
}

for (const [name, target] of Object.entries<Target>(targets)) void write(name, target);
