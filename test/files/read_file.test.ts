import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFileChecked } from '../../src/files/index.js';
import { isLong } from '../helpers/runs.js';
import { faultyFileSystem, systemError } from './faulty_file_system.js';
import { temporaryDirectory } from './temporary_directory.js';

function directoryWithIris(): string {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'iris.csv'), 'x');
  mkdirSync(join(directory, 'folder'));
  return directory;
}

it.each([0, 1, 4095, 4096, 100_000])('reads all of a file of %i bytes', (length) => {
  const path = join(temporaryDirectory(), 'a');
  const bytes = Uint8Array.from({ length }, (_, i) => i);
  writeFileSync(path, bytes);
  expect(new Uint8Array(readFileChecked(path, 'data'))).toEqual(bytes);
});

it.skipIf(process.platform === 'win32')('reads what has no size: a file of /proc, a named pipe', () => {
  expect(Buffer.from(readFileChecked('/proc/self/status', 'data')).toString()).toMatch(/^Name:/);
  const pipe = join(temporaryDirectory(), 'pipe');
  execFileSync('sh', [
    '-c',
    'mkfifo "$0"; (head -c 300000 /dev/zero | tr "\\0" a > "$0") >/dev/null 2>&1 &',
    pipe,
  ]);
  expect(readFileChecked(pipe, 'data').length).toBe(300_000);
});

// takes 500 MB
it.runIf(isLong && process.platform !== 'win32')('stops reading a device that never ends', () => {
  expect(() => readFileChecked('/dev/zero', 'config')).toThrow(
    /\/dev\/zero: longer than the 268435456 bytes allowed/,
  );
});

it.each([
  ['irs.csv', 'no_input', /(\S*)irs\.csv: data not found; did you mean "\1iris\.csv"\?/],
  ['fodler/a', 'no_input', /data not found; there is no directory (\S*)fodler; did you mean "\1folder"\?/],
  ['other.json', 'no_input', /other\.json: data not found$/],
  ['missing/iris.csv', 'no_input', /data not found; there is no directory .*missing$/],
  ['iris.csv/a', 'no_input', /iris\.csv\/a: data not found/],
  ['a\0b', 'no_input', /data not found/],
  ['folder', 'data', /folder: is a directory; expected a file \(data\)/],
])('%s: %s', (name, failure, message) => {
  const path = `${directoryWithIris()}/${name}`;
  expect(() => readFileChecked(path, 'data')).toThrow(
    expect.objectContaining({ failure, message: expect.stringMatching(message) }),
  );
});

it('io where it cannot be read, whichever call fails', () => {
  const path = join(directoryWithIris(), 'iris.csv');
  for (let k = 0; k < 4; k++) {
    const failing = faultyFileSystem((call) => {
      if (call === k) throw systemError(k === 0 ? 'EACCES' : 'EIO');
    });
    expect(() => readFileChecked(path, 'data', failing)).toThrow(
      expect.objectContaining({
        failure: 'io',
        message: `${path}: data cannot be read: ${k === 0 ? 'permission denied' : 'i/o error'}`,
      }),
    );
  }
});
