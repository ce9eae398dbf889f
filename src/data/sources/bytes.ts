import type { Hash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { MlpError } from '../../errors.js';
import { nearNames } from '../../files/index.js';
import { refuseUnreadable } from './unreadable.js';

/** Source of bytes: a file's path, or a stream such as stdin. `name` is what messages call it. */
export interface ByteSource {
  readonly name: string;
  readonly input: string | Readable;
}

const chunkBytes = 1 << 17;

/**
 * Finds what a path names, as the config or the command line gives it; `-` is stdin.
 *
 * @throws MlpError `usage` where there is no stdin.
 */
export function sourceOf(path: string, directory: string, stdin: Readable | undefined): ByteSource {
  if (path !== '-') return { name: path, input: resolve(directory, path) };
  if (!stdin) throw new MlpError('usage', 'data from stdin ("-"), but nothing is connected to stdin');
  return { name: 'stdin', input: stdin };
}

/**
 * Reads the bytes of a source as they arrive, never held back; a chunk is valid until the next is asked for. Gzip is
 * recognised by its first two bytes and inflated, other kinds of files are refused. `hash` is given the bytes as they
 * are stored.
 *
 * @throws MlpError `no_input` where it is not found; `io` where it cannot be read; `data` where it is a directory or
 * broken gzip, or of a kind that is not read.
 */
export async function* readBytes(source: ByteSource, hash?: Hash): AsyncGenerator<Buffer> {
  const raw = readable(rawBytes(source, hash), source);
  const head: Buffer[] = [];
  let first = -1;
  let second = -1;
  // No text begins with 0x1f, so only a stream that does has to wait for its second byte.
  while (first < 0 || (first === 0x1f && second < 0)) {
    const { value, done } = await raw.next();
    if (done) break;
    head.push(Buffer.from(value));
    for (const byte of value.subarray(0, 2)) {
      if (first < 0) first = byte;
      else if (second < 0) second = byte;
    }
  }
  const whole = (async function* () {
    yield* head;
    yield* raw;
  })();
  if (first === 0x1f && second === 0x8b) yield* readable(gunzip(whole, source.name), source);
  else yield* whole;
}

/** Passes bytes on, unless the first of them are those of a kind of file that is not read. */
async function* readable(bytes: AsyncIterable<Buffer>, { name, input }: ByteSource): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (head) head = Buffer.concat([head, chunk]);
    if (head && refuseUnreadable(head, name, typeof input !== 'string')) continue;
    yield head ?? chunk;
    head = undefined;
  }
  if (head && head.length > 0) yield head;
}

async function* rawBytes({ input, name }: ByteSource, hash?: Hash): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of typeof input === 'string' ? fileBytes(input) : input) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
      hash?.update(bytes);
      yield bytes;
    }
  } catch (error) {
    throw readError(error, name, input);
  }
}

/** Reads a file's bytes, all chunks in one buffer; those of a pipe or a device as they arrive. */
async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  if (!statSync(path).isFile()) return yield* createReadStream(path, { highWaterMark: chunkBytes });
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    for (let length = 1; length > 0; ) {
      length = readSync(file, buffer);
      if (length > 0) yield buffer.subarray(0, length);
      // signals and timers get their turn
      await setImmediate();
    }
  } finally {
    closeSync(file);
  }
}

async function* gunzip(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const inflate = createGunzip({ chunkSize: chunkBytes });
  pipeline(Readable.from(copies(bytes)), inflate, () => {});
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof MlpError) throw error;
    throw new MlpError('data', `${name}: not a whole gzip file (${(error as Error).message})`, {
      cause: error,
    });
  }
}

/** Copies chunks, for a reader that keeps them or reads ahead. */
export async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

function readError(error: unknown, name: string, input: ByteSource['input']): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const because = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new MlpError(
      'no_input',
      `${name}: no such file${typeof input === 'string' ? nearNames(input) : ''}`,
      because,
    );
  if (code === 'EISDIR')
    return new MlpError(
      'data',
      `${name}: no data: this is a directory, a CSV file was expected (its files: '${join(name, '*.csv')}')`,
      because,
    );
  if (code !== undefined) return new MlpError('io', `${name}: cannot be read (${message})`, because);
  return error;
}
