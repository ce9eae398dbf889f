import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parseConfig } from '../../../src/config/index.js';
import { parseJson } from '../../../src/config/json.js';
import { MlpError } from '../../../src/errors.js';
import { decodeText } from '../../../src/files/index.js';
import { demand, refusing, type Target } from '../target.js';

/**
 * JSON is read as JSON.parse reads it, or refused; what JSON.parse refuses is refused. A place in a message lies within
 * the text. A config, written out and read again, is the same.
 */
function check(input: Buffer): void {
  const text = refusing(['config'], () => decodeText(input, 'c.json'));
  if (text === undefined) return;
  checkJson(text);
  let message = '';
  const config = refusing(['config'], () => {
    try {
      return parseConfig(text, 'c.json');
    } catch (error) {
      if (error instanceof MlpError) message = error.message;
      throw error;
    }
  });
  demand(Object.keys(Object.prototype).length === 0, () => 'Object.prototype is untouched');
  checkPlaces(message, text);
  if (!config) return;
  const written = JSON.stringify(config);
  demand(JSON.stringify(parseConfig(written)) === written, () => `read again, the same: ${written}`);
}

function checkJson(text: string): void {
  let expected: { value: unknown } | undefined;
  try {
    expected = { value: JSON.parse(text) };
  } catch {}
  const found = refusing(['config'], () => parseJson(text, 'c.json'));
  if (found)
    demand(
      expected !== undefined && isDeepStrictEqual(found.value, expected.value),
      () => `read as JSON.parse reads it: ${JSON.stringify(found.value)}`,
    );
}

function checkPlaces(message: string, text: string): void {
  const lines = text.split(/\r\n?|\n/);
  for (const [, line, column] of message.matchAll(/^c\.json:(\d+):(\d+): /gm)) {
    const length = lines[Number(line) - 1]?.length;
    demand(
      length !== undefined && Number(column) >= 1 && Number(column) <= length + 1,
      () => `the place is in the text: ${message}`,
    );
  }
}

/** All configs of the repository; small ones first. */
export const configTexts = (): string[] =>
  readdirSync('configs')
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(`configs/${name}`, 'utf8'))
    .sort((one, other) => one.length - other.length);

export const config: Target = {
  check,
  seeds: () => configTexts().map((text) => Buffer.from(text)),
  words: [
    '"type":"dense"',
    '"units":',
    '"layers":[',
    '{"type":"residual","layers":[',
    '"head":{"activation":"softmax"}',
    '"optimizer":{"type":"lbfgs"}',
    '"training":{"batch_size":"full"}',
    '"schedule":{"type":"',
    '"__proto__":',
    '"constructor":',
    '"columns":{"',
    '"split":{"type":"random","validation":0.2}',
    '"generator":"spiral"',
    '1e999',
    '-1',
    '9007199254740993',
    '\\u005f',
    '\\"',
    'null',
    'true',
    '\u2028',
    '\ufeff',
    '"initial":{"weight":[[1]]}',
  ],
};
