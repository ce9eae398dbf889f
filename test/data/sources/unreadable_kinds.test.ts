import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  binaryKinds,
  conversion,
  textKinds,
  type Unreadable,
} from '../../../src/data/sources/unreadable_kinds.js';
import { temporaryDirectory } from '../../files/temporary_directory.js';
import { shell } from '../../helpers/cli.js';

const all: readonly Unreadable[] = [...binaryKinds, ...Object.values(textKinds)];
const kinds = all.map((kind) => [kind.name, kind] as const);
const names = [
  'train.csv',
  'TRAIN.CSV',
  'train.jsonl',
  'train.json',
  'train.xlsx',
  'train.csv.xz',
  'train',
  'train-rows.csv',
  'train-csv/train.csv',
  '.csv',
  '-v.csv',
  'a.d/train',
  "it's 5 $HOME.csv",
  'Käufe; 2024.csv',
];

/** Programs that make a text of the file that they are given, on stdout or where they are told to. */
const programs = {
  ...Object.fromEntries(
    ['unzip', 'xz', 'lz4', '7z', 'sqlite3', 'jq'].map((name) => [
      name,
      'for each in "$@"; do [ -f "$each" ] && echo made && exit; done; exit 1',
    ]),
  ),
  ...Object.fromEntries(
    ['python3', 'Rscript'].map((name) => [name, '[ -f "$3" ] && [ $# = 4 ] && echo made > "$4"']),
  ),
  libreoffice: `[ -f "$6" ] && mkdir -p "$5" && file=\${6##*/} && echo made > "$5/\${file%.*}.csv"`,
  tar: '[ -f "$2" ] && echo made > member.csv',
};

function fakePrograms(): string {
  const directory = temporaryDirectory();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

test.each(kinds)('%s: the command makes another file, whatever the name', async (_name, kind) => {
  if (!kind.command) return expect(kind.advice).toBeDefined();
  const PATH = `${fakePrograms()}:/bin:/usr/bin`;
  for (const name of names) {
    const cwd = temporaryDirectory();
    const file = join(cwd, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'original');
    const command = conversion({ ...kind, advice: undefined }, name);
    const { code, stderr } = await shell(command, { cwd, env: { PATH } });
    expect({ command, code, stderr, text: readFileSync(file, 'utf8') }).toEqual({
      command,
      code: 0,
      stderr: '',
      text: 'original',
    });
    const made = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).map((path) => join(cwd, path));
    const texts = made.filter((path) => /\.(csv|jsonl)$/i.test(path) && path !== file);
    expect({ command, texts: texts.map((path) => readFileSync(path, 'utf8')) }).toEqual({
      command,
      texts: ['made\n'],
    });
  }
});

/** Makers of `train.csv` out of `in.csv`, by what unpacks it again. */
const packed = [
  ['a zip archive', 'zip', `python3 -c "import zipfile;zipfile.ZipFile('train.csv','w').write('in.csv')"`],
  ['xz', 'xz', 'xz -c in.csv > train.csv'],
  ['LZ4', 'lz4', 'lz4 -qc in.csv > train.csv'],
  ['an SQLite database', 'sqlite3', "sqlite3 train.csv '.mode csv' '.import in.csv name_of_the_table'"],
  ['a JSON array', 'jq', `echo '[{"a":1},{"a":2}]' > train.csv; printf '{"a":1}\\n{"a":2}\\n' > in.csv`],
  ['a JSON document over several lines', 'jq', `printf '{\\n"a":1}' > train.csv; echo '{"a":1}' > in.csv`],
] as const;

test.each(packed)(
  '%s called train.csv is unpacked by the command as it stands',
  async (name, program, pack) => {
    const cwd = temporaryDirectory();
    const used = program === 'zip' ? ['unzip', 'python3'] : [program];
    for (const each of used) if ((await shell(`command -v ${each}`)).code !== 0) return;
    writeFileSync(join(cwd, 'in.csv'), 'a,b,y\n1,2,x\n3,4,y\n');
    expect(await shell(pack, { cwd })).toMatchObject({ code: 0, stderr: '' });
    const before = readFileSync(join(cwd, 'train.csv'));
    const { stderr } = await shell('mlp init train.csv', { cwd });
    const command = new RegExp(`^error: train.csv: this is ${name}, .*; convert it first: (.*)\n$`).exec(
      stderr,
    )?.[1];
    expect(await shell(command ?? stderr, { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'train.csv')).equals(before)).toBe(true);
    const made = join(cwd, existsSync(join(cwd, 'train.jsonl')) ? 'train.jsonl' : 'train-rows.csv');
    const text = readFileSync(made, 'utf8').replaceAll('\r', '');
    expect(text).toBe(readFileSync(join(cwd, 'in.csv'), 'utf8'));
  },
);
