import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { nodeFileSystem, writeFileAtomic } from '../../src/files/index.js';
import { faultyFileSystem, systemError } from './faulty_file_system.js';
import { temporaryDirectory } from './temporary_directory.js';

function refusal(run: () => void): MlpError {
  try {
    run();
  } catch (error) {
    if (error instanceof MlpError) return error;
    throw error;
  }
  throw new Error('went well');
}

/** The names of the calls of one undisturbed write. */
function callsOfAWrite(path: string): string[] {
  const names: string[] = [];
  writeFileAtomic(
    path,
    'new',
    faultyFileSystem((_call, name) => names.push(name)),
  );
  return names;
}

describe('a write', () => {
  it('makes the file, replaces it, and leaves nothing else', () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'a.json');
    writeFileAtomic(path, 'é');
    expect(fs.readFileSync(path, 'utf8')).toBe('é');
    writeFileAtomic(path, Uint8Array.of(0, 255));
    expect([...fs.readFileSync(path)]).toEqual([0, 255]);
    writeFileAtomic(path, '');
    expect(fs.statSync(path).size).toBe(0);
    expect(fs.readdirSync(directory)).toEqual(['a.json']);
  });

  it('syncs the file before it takes the name, and the directory after', () => {
    const calls = callsOfAWrite(join(temporaryDirectory(), 'a'));
    expect(calls).toEqual(
      ['statSync', 'openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'].concat([
        'openSync',
        'fsyncSync',
        'closeSync',
      ]),
    );
  });

  it('goes on where the system takes only a part', () => {
    const path = join(temporaryDirectory(), 'a');
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);
    const slow = {
      ...nodeFileSystem,
      writeSync: (file: number, data: NodeJS.ArrayBufferView, offset: number) =>
        fs.writeSync(file, data, offset, Math.min(7, data.byteLength - offset)),
    };
    writeFileAtomic(path, bytes, slow as typeof nodeFileSystem);
    expect(new Uint8Array(fs.readFileSync(path))).toEqual(bytes);
  });

  it('keeps the permissions of the file, and goes through a symbolic link', () => {
    const directory = temporaryDirectory();
    fs.mkdirSync(join(directory, 'far'));
    const real = join(directory, 'far', 'a');
    const link = join(directory, 'link');
    fs.writeFileSync(real, 'old', { mode: 0o600 });
    fs.symlinkSync(real, link);
    writeFileAtomic(link, 'new');
    expect(fs.readFileSync(real, 'utf8')).toBe('new');
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
    expect(fs.statSync(real).mode & 0o777).toBe(0o600);
  });

  it('never puts a file in the place of a device', () => {
    const error = refusal(() => writeFileAtomic('/dev/null', 'x'));
    expect(error.message).toMatch(/^\/dev\/null: is a device or a pipe; expected the name of a file/);
    expect(fs.statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('when the k-th call fails', () => {
  for (const old of ['old', undefined]) {
    const before = old === undefined ? 'nothing' : 'the old file';

    it(`there is ${before} or all of the new one, and no temporary`, () => {
      const prepared = () => {
        const path = join(temporaryDirectory(), 'a');
        if (old !== undefined) fs.writeFileSync(path, old);
        return path;
      };
      const names = callsOfAWrite(prepared());
      expect(names.length).toBeGreaterThan(8);
      const renamed = names.indexOf('renameSync');
      for (let k = 0; k < names.length; k++) {
        for (const code of ['ENOSPC', 'EIO', 'EACCES'] as const) {
          const path = prepared();
          const failing = faultyFileSystem((call) => {
            if (call === k) throw systemError(code);
          });
          if (k > renamed && code === 'EACCES') {
            writeFileAtomic(path, 'new', failing); // into a directory that may be written but not read
          } else {
            const error = refusal(() => writeFileAtomic(path, 'new', failing));
            expect(error.failure).toBe(code === 'EACCES' ? 'cannot_create' : 'io');
            expect(error.message).toMatch(
              k > renamed ? /is written, but may not outlast a power failure/ : /unchanged|cannot be created/,
            );
          }
          const content = fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : undefined;
          expect(content).toBe(k <= renamed ? old : 'new');
          expect(fs.readdirSync(join(path, '..'))).toEqual(content === undefined ? [] : ['a']);
        }
      }
    });

    it(`and the process with it, there is ${before} or all of the new one`, () => {
      for (let k = 0; ; k++) {
        const path = join(temporaryDirectory(), 'a');
        if (old !== undefined) fs.writeFileSync(path, old);
        let died = false;
        const dying = faultyFileSystem((call) => {
          died = call >= k;
          if (died) throw new Error('killed');
        });
        try {
          writeFileAtomic(path, 'new', dying);
        } catch {}
        const content = fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : undefined;
        expect([old, 'new']).toContain(content);
        if (!died) break;
      }
    });
  }
});

describe('errors name the path and the reason', () => {
  it.each([
    ['no directory', 'missing/a', /missing\/a: cannot be created: no such file or directory/],
    ['a file for a directory', 'file/a', /file\/a: cannot be created: not a directory/],
    ['a directory', 'directory', /directory: is a directory; expected the name of a file/],
    ['a NUL', 'a\0b', /cannot be created: .*null bytes/],
    ['too long a name', 'x'.repeat(300), /cannot be created: name too long/],
  ])('%s: cannot_create', (_name, name, message) => {
    const directory = temporaryDirectory();
    fs.mkdirSync(join(directory, 'directory'));
    fs.writeFileSync(join(directory, 'file'), '');
    const error = refusal(() => writeFileAtomic(`${directory}/${name}`, 'x'));
    expect(error.failure).toBe('cannot_create');
    expect(error.message).toMatch(message);
    expect(fs.readdirSync(directory).sort()).toEqual(['directory', 'file']);
  });

  it('a full disk: io', () => {
    const path = join(temporaryDirectory(), 'a');
    const full = faultyFileSystem((_call, name) => {
      if (name === 'writeSync') throw systemError('ENOSPC');
    });
    const error = refusal(() => writeFileAtomic(path, 'x', full));
    expect(error.message).toBe(
      `${path}: writing failed: no space left on device; what was there before is unchanged`,
    );
    expect(error.failure).toBe('io');
  });

  it('a bug stays a bug', () => {
    const broken = faultyFileSystem(() => {
      throw new TypeError('x is not a function');
    });
    expect(() => writeFileAtomic('a', 'x', broken)).toThrow(TypeError);
  });
});
