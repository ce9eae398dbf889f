import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, type Outcome } from '../helpers/cli.js';
import { runs, sample } from '../helpers/runs.js';
import { type Project, project } from './project.js';

const good = [
  'id,color,x,day,y',
  '1,red,1,2024-01-02,lo',
  '2,blue,2,2024-02-03,hi',
  '3,red,1.5,2024-03-04,lo',
  '4,blue,2.5,2024-04-05,hi',
  '5,red,0.5,2024-05-06,lo',
  '6,blue,3,2024-06-07,hi',
].join('\n');
const row = (line: string) => `${good}\n${line}`;

/** Files that are wrong: each is tried with every command that reads one. */
const inputs: Readonly<Record<string, string>> = {
  semicolons: good.replaceAll(',', ';'),
  tabs: good.replaceAll(',', '\t'),
  bars: good.replaceAll(',', '|'),
  'a text among numbers': row('7,red,oops,2024-07-08,hi'),
  'a unit behind a number': row('7,red,3 m2,2024-07-08,hi'),
  'units and thousands': good
    .split('\n')
    .map((line, i) =>
      i === 0 ? line : line.replace(/,([^,]*),2024/, ',"$$1,$1000 m2",2024').replace('$1,.', '$1,'),
    )
    .join('\n'),
  infinity: row('7,red,inf,2024-07-08,hi'),
  'too large a number': row('7,red,1e999,2024-07-08,hi'),
  'a missing number': row('7,red,,2024-07-08,hi'),
  'a spelling of missing': row('7,red,unknown,2024-07-08,hi'),
  'a decimal comma': good.replaceAll(',', ';').replaceAll('.', ','),
  'another date': row('7,red,3,08.07.2024,hi'),
  'a missing date': row('7,red,3,,hi'),
  'a new class': row('7,red,3,2024-07-08,mid'),
  'a missing class': row('7,red,3,2024-07-08,'),
  'a short row': row('7,red,3'),
  'a long row': row('7,red,3,2024-07-08,hi,more'),
  'no header': good.slice(good.indexOf('\n') + 1),
  'a title above': `Table 1\n${good}`,
  'a comment above': `# made by hand\n${good}`,
  'a comment between': row('# the rest is older'),
  'the header again': row('id,color,x,day,y'),
  'two columns of one name': good.replace('id,', 'x,'),
  'a column renamed': good.replace('color', 'colour'),
  'an open quote': row('7,"red,3,2024-07-08,hi'),
  'the header alone': 'id,color,x,day,y\n',
  'nothing at all': '',
};

const config = {
  data: { train: 'data.csv', target: 'y', ignore: ['id'], columns: { day: { type: 'date' } } },
  layers: [{ type: 'dense', units: 2 }],
  training: { epochs: 2 },
};

/** Commands that read a file; data.csv is the config's own, too. */
const readers = [
  'train c.json --out new',
  'check c.json',
  'init data.csv --target y',
  'gradcheck c.json --rows 2',
  'trace c.json',
  'trace c.json data.csv --row 7',
  'predict run data.csv',
  'predict run data.csv --format jsonl --keep id',
  'jacobian run data.csv',
  'eval run data.csv',
  'eval run',
  'trace run data.csv --row 7',
  'trace run',
  'gradcheck run --rows 2',
  'compare run --data data.csv',
  'compare run',
];

/** Command lines that are wrong by themselves. */
const lines = [
  'train c.json --out run',
  'train c.json --resume --out none',
  'predict run data.csv --top-k 9',
  'predict run data.csv --top-k 1 --layer 0',
  'predict run data.csv --threshold 0.5 --layer 0',
  'predict run data.csv --layer layers.7',
  'predict run data.csv --error',
  'predict run data.csv --keep idd',
  'predict run data.csv --keep x,x',
  'predict run data.csv --set data.scale=none',
  'predict run data.csv --set data.delimitr=,',
  'predict run data.csv --on-eror skip',
  'predict rnu data.csv',
  'predict run dat.csv',
  'eval run --require acuracy>=0',
  'eval run --set data.heder=true',
  'gradcheck run --seed 1',
  'gradcheck --cost --set seed=1',
  'gradcheck --cost c.json',
  'train c.json --epochs 3 --out new',
  'train c.json --set training.epcohs=3 --out new',
  'train c.json --set data.target=yy --out new',
  'init data.csv --target yy',
  'compare run --part test',
  'diff x^2',
];

const optionsOf = async (name: string): Promise<readonly Option[]> => {
  const command = new Command(name);
  (await commands[name as keyof typeof commands].load()).define(command, {} as never);
  return [...command.options, new Option('--help')];
};

/** Values for flags that a message names without one: the user knows these. */
const known: Readonly<Record<string, string>> = {
  '--out': 'elsewhere',
  '--target': 'y',
  '--at': 'x=1',
  '--threads': '1',
};

const unquoted = (word: string) => word.replace(/^'(.*)'$/s, '$1').replaceAll(`'\\''`, "'");

/** The command lines that an error's text says to try in the place of `args`. */
async function remedies(typed: readonly string[], error: string): Promise<string[][]> {
  let args = typed;
  const options = await optionsOf(args[0]);
  const found: string[][] = [];
  const flag = String.raw`(?<!')--[a-z][a-z-]*(?:[ =](?:'(?:[^']|'\\'')*'|[^\s,;()']+))?`;
  const [, unknown] = /unknown option '(--[a-z-]+)'/.exec(error) ?? [];
  if (unknown !== undefined) args = args.filter((word, i) => word !== unknown && args[i - 1] !== unknown);
  const leftOut = [...error.matchAll(/leave out ((?:--[a-z-]+(?:, | and |, and )?)+)/g)].flatMap(
    ([, list]) => [...list.matchAll(/--[a-z-]+/g)],
  );
  if (leftOut.length > 0)
    found.push(
      without(
        args,
        leftOut.map(([name]) => name),
        options,
      ),
    );
  // what an error begins with, and what is quoted, is what was typed
  const rest = error.replace(/^error: --[^:]*: /, '').replaceAll(/leave out --[^;)]*/g, '');
  for (const [together] of rest.matchAll(new RegExp(`${flag}(?: ${flag})*`, 'g'))) {
    const words: string[] = [];
    for (const [, name, value] of together.matchAll(
      /(--[a-z][a-z-]*)(?:[ =]('(?:[^']|'\\'')*'|[^\s,;()']+))?/g,
    )) {
      const option = options.find(({ long }) => long === name);
      expect(option, `${args.join(' ')}: ${error}\nnames ${name}, which it does not have`).toBeDefined();
      const given = value === undefined ? undefined : unquoted(value);
      if (!option!.required) words.push(name);
      else if (name === '--set' && given?.includes('=')) words.push(name, given.replace('…', '3'));
      else if (given !== undefined && option!.argChoices?.includes(given)) words.push(name, given);
      else if (known[name] !== undefined) words.push(name, known[name]);
    }
    const isEcho = words.every((word) => args.includes(word));
    if (words.length > 0 && !isEcho)
      found.push([
        ...without(
          args,
          words.filter((word) => word === '--out'),
          options,
        ),
        ...words,
      ]);
  }
  for (const [, wrong, right] of error.matchAll(/"([^"]+)"[^"]*; did you mean "([^"]+)"\?/g))
    if (args.some((word) => word.includes(wrong))) found.push(args.map((word) => word.replace(wrong, right)));
  for (const [, right] of error.matchAll(/Did you mean (--[a-z-]+)\?/g))
    found.push(
      typed.map((word) =>
        options.some(({ long }) => long === word) || !word.startsWith('--') ? word : right,
      ),
    );
  return found;
}

/** A command line without some of its flags and their values. */
function without(args: readonly string[], flags: readonly string[], options: readonly Option[]): string[] {
  return args.filter((word, i) => {
    const before = options.find(({ long }) => long === args[i - 1]);
    const isValue = before?.required === true && flags.includes(args[i - 1]);
    return !flags.includes(word) && !isValue;
  });
}

/** The errors that were printed, without what else stands on stderr. */
const errorsOf = ({ stderr }: Outcome) => {
  const from = stderr.search(/^error: /m);
  return from < 0
    ? ''
    : stderr
        .slice(from)
        .replaceAll(/^(?:warning|note): .*\n/gm, '')
        .trim();
};

/** Problem that an error is about: its text up to the advice. */
const problemOf = (error: string) => error.split(/;| \(--| --|, or/)[0].trim();

/**
 * Follows all advice that a failing command gives, and the advice on what fails then: the error has to be gone, and the
 * advice no error itself. Returns how much was followed.
 */
async function follow(world: Project, args: readonly string[], depth = 0): Promise<number> {
  const restore = snapshot(world);
  const outcome = await mlp(args, { cwd: world.directory });
  restore();
  const error = errorsOf(outcome);
  if (outcome.code === 0) return depth === 0 ? followNotes(world, args, outcome) : 0;
  if (depth > 4) return 0;
  let followed = 0;
  for (const better of await remedies(args, error)) {
    const next = await mlp(better, { cwd: world.directory });
    restore();
    const what = `mlp ${args.join(' ')}\n${error}\n→ mlp ${better.join(' ')}\n${next.stderr}`;
    expect(errorsOf(next).includes(problemOf(error)), what).toBe(false);
    const added = better.filter((word) => !args.includes(word));
    expect(next.code === 2 && added.some((word) => next.stderr.includes(word)), what).toBe(false);
    followed += 1 + (await follow(world, better, depth + 1));
  }
  return followed;
}

/** Follows what the notes and warnings of a command that works say to try: that works, too, or fails by the data. */
async function followNotes(world: Project, args: readonly string[], { stderr }: Outcome): Promise<number> {
  // init writes a config, and its notes say what could stand there
  const command = args[0] === 'init' ? ['check', 'c.json'] : args;
  const advised = await remedies(command, stderr);
  for (const better of advised) {
    const restore = snapshot(world);
    const next = await mlp(better, { cwd: world.directory });
    restore();
    expect(
      next.code === 2,
      `mlp ${args.join(' ')}\n${stderr}\n→ mlp ${better.join(' ')}\n${next.stderr}`,
    ).toBe(false);
  }
  return advised.length;
}

type Contents = ReadonlyMap<string, Uint8Array | null>;

/** Files below a directory with their bytes, and directories, by path from there; a directory before what is in it. */
const contentsOf = (directory: string): Contents =>
  new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .map((entry) => [join(entry.parentPath, entry.name), entry.isFile()] as const)
      .map(([path, isFile]) => [relative(directory, path), isFile ? readFileSync(path) : null] as const)
      .sort(([a], [b]) => a.length - b.length),
  );

/** Makes a directory what it was: writes what is not the same there, as copying all took half the time of all tests. */
function restore(directory: string, before: Contents): void {
  const after = contentsOf(directory);
  for (const path of after.keys())
    if (!before.has(path)) rmSync(join(directory, path), { recursive: true, force: true });
  for (const [path, bytes] of before) {
    const now = after.get(path);
    if (bytes === null) mkdirSync(join(directory, path), { recursive: true });
    else if (!now || Buffer.compare(now, bytes) !== 0) writeFileSync(join(directory, path), bytes);
  }
}

/** Remembers a project's files; the function that comes back puts those there again. */
function snapshot({ directory }: Project): () => void {
  const before = contentsOf(directory);
  return () => restore(directory, before);
}

/** The project that all tests begin with: trained once. */
let start: Contents | undefined;
async function trained(): Promise<Project> {
  const world = project({ 'data.csv': `${good}\n`, 'c.json': config });
  if (start) restore(world.directory, start);
  else await world.done('train c.json --out run --quiet');
  start ??= contentsOf(world.directory);
  return world;
}

describe('advice of errors can be followed on the command that gives it', () => {
  let turn = 0;
  test.each(sample(Object.entries(inputs), 6))('%s', async (_, text) => {
    const world = await trained();
    writeFileSync(join(world.directory, 'data.csv'), `${text}\n`);
    for (const line of sample(readers, 5, turn++)) await follow(world, line.split(' '));
  });

  // a table of costs of many sizes takes as long as all other lines
  test.each(
    sample(
      runs(
        lines.filter((line) => !/--cost --set/.test(line)),
        lines,
      ),
      8,
    ),
  )('mlp %s', async (line) => {
    const world = await trained();
    await follow(world, line.split(' '));
  });

  test('there is advice to follow', async () => {
    const world = await trained();
    writeFileSync(join(world.directory, 'data.csv'), inputs['semicolons']);
    for (const line of sample(
      readers.filter((each) => !each.startsWith('init')),
      4,
    ))
      expect(await follow(world, line.split(' ')), line).toBeGreaterThan(0);
    expect(
      await follow(world, 'predict run data.csv --keep idd --set data.delimiter=;'.split(' ')),
    ).toBeGreaterThan(0);
  });
});

test.each(Object.keys(commands))('mlp %s tells a misspelt run with its folder', async (name) => {
  const command = new Command(name);
  (await commands[name].load()).define(command, {} as never);
  if (!command.registeredArguments.some(({ description }) => /run director/.test(description))) return;
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'runs', 'iris'), { recursive: true });
  const more: Readonly<Record<string, readonly string[]>> = {
    export: ['--format', 'js'],
    serve: ['--openapi'],
  };
  for (const path of ['runs/irs', 'runs/irs/model.safetensors', 'rusn/irs']) {
    const { code, stderr } = await mlp([name, path, ...(more[name] ?? [])], { cwd: directory });
    const [, right] = /did you mean "([^"]+)"\?\n$/.exec(stderr) ?? [];
    expect([code, right], stderr).toEqual([66, expect.stringMatching(/runs(?:\/iris)?$/)]);
    expect(existsSync(right)).toBe(true);
  }
});
