import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

/** Texts that nobody writes by hand, and JSON whose strings cannot be broken. */
const generated = ['package-lock.json', 'package.json', 'test/golden/', 'test/fixtures/'];

const root = resolve(import.meta.dirname, '../..');
const within = (path: string, folders: readonly string[]) =>
  folders.some((folder) => (folder.endsWith('/') ? path.startsWith(folder) : path === folder));
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.md'].includes(extname(path)))
  .filter((path) => !within(path, generated) && existsSync(resolve(root, path)));
const sources = files.filter((path) => !['.json', '.md'].includes(extname(path)));
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

const columns = 120;

// Lines that cannot be broken, beside tables and code blocks of Markdown: one with a URL, a regular expression, and the
// title of a test, which biome keeps on the line of its call.
const unbreakable = [
  /https?:\/\//,
  /^\s*\/.*\/[a-z]*,?$/,
  /^\s*(?:test|it|describe)(?:\.\w+)*\(['"`].*=> \{$/,
];

/** Lines that are too long, by number. */
function longLines(text: string, isMarkdown: boolean): string[] {
  let isCode = false;
  return text.split('\n').flatMap((line, i) => {
    if (isMarkdown && /^\s*```/.test(line)) isCode = !isCode;
    const isFixed =
      unbreakable.some((pattern) => pattern.test(line)) || (isMarkdown && (isCode || line.startsWith('|')));
    return line.length > columns && !isFixed ? [`${i + 1}: ${line.length} columns`] : [];
  });
}

// What a doc comment may not open with, as the comment then needs the line above it, or the code, to be understood:
// "By input.", "That of `cached`.", "[rows]". "Whether" is how the doc comment of a boolean opens.
const words = [
  'what which who whose whom where when why how that this these those it its they their them we our you your',
  'about above after against along among around as at before behind below beneath beside besides between beyond by',
  'despite down during except for from in inside into like near of off on onto out outside over past per since than',
  'through throughout to toward towards under until unlike up upon via with within without',
  'again also although always and because but else here however if instead just lest never nor not now once only or',
  'otherwise perhaps so such then there though thus too unless while yet',
  'more less fewer undefined null',
].flatMap((line) => line.split(' '));
const badOpening = new RegExp(
  `^(?:(?:${words.join('|')})(?![\\w(^\\[])|the (?:same|others?|latter|former)\\b|one for\\b|\\[|@throws)`,
  'i',
);

/** Doc comments that cannot be read without what stands around them, as line and opening. */
function badComments(text: string): string[] {
  return [...text.matchAll(/^[ \t]*\/\*\*[\s*]*([^\n]*)/gm)]
    .filter(([, opening]) => badOpening.test(opening))
    .map(({ index, 1: opening }) => `${text.slice(0, index).split('\n').length}: ${opening.slice(0, 60)}`);
}

/**
 * Words that are metaphors here; names are the terms of the field. A place is none where it is a position, but a type
 * of that name is.
 */
const metaphors = new Set(
  [
    'attendance crew foreman host house ledger noting own room say staff surroundings tell twin',
    'undertaking',
  ].flatMap((line) => line.split(' ')),
);
const terms = new Set(['hasOwn', 'getOwnPropertyNames']);
/** Names that are terms in one file: the host of a process, as its lock file names it; that of an HTTP server. */
const termsOfFile: Readonly<Record<string, readonly string[]>> = {
  'src/files/lock.ts': ['host'],
  'test/files/run_directory.test.ts': ['host'],
  'src/cli/commands/serve.ts': ['host', 'allowHost'],
  'src/cli/play/server.ts': ['host'],
  'test/cli/kept_types.test.ts': ['host'],
  'test/cli/not_finite.test.ts': ['host'],
  'src/serve/run_server.ts': ['host'],
  'src/serve/server.ts': ['host', 'requireHostHeader'],
  'src/serve/server_names.ts': ['host'],
  'test/serve/lossless.long.test.ts': ['host'],
  'test/serve/openapi.test.ts': ['host'],
  'test/serve/process.test.ts': ['host'],
  'test/serve/server.test.ts': ['host'],
  'test/serve/server_names.test.ts': ['host'],
};

const wordsOf = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => (word === 'surroundings' ? word : word.replace(/s$/, '')));

/** Decorators of AssemblyScript's functions, which TypeScript does not have. */
const decorators = /^[ \t]*@[a-z]+(?:\([^)]*\))?(?=\s)/gm;

/** Names in the code that have a metaphor in them. */
function metaphorsIn(code: string, allowed: readonly string[] = [], lang: 'ts' | 'tsx' = 'ts'): string[] {
  const names = new Set<string>();
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && /Identifier$/.test(String(node.type)) && 'name' in node)
      names.add(String(node.name));
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(code.replace(decorators, ''), { lang }));
  return [...names].filter(
    (name) =>
      !terms.has(name) && !allowed.includes(name) && wordsOf(name).some((word) => metaphors.has(word)),
  );
}

describe('texts', () => {
  it(`no line is over ${columns} columns`, () => {
    const long = files.flatMap((path) =>
      longLines(read(path), path.endsWith('.md')).map((line) => `${path}:${line}`),
    );
    expect(long).toEqual([]);
  });

  it('a doc comment opens with a noun or a verb, and stands alone', () => {
    const bad = sources.flatMap((path) => badComments(read(path)).map((line) => `${path}:${line}`));
    expect(bad).toEqual([]);
  });

  it('names are terms of the field, not metaphors', () => {
    const found = sources.flatMap((path) => [
      ...metaphorsIn(read(path), termsOfFile[path], path.endsWith('x') ? 'tsx' : 'ts').map(
        (name) => `${path}: ${name}`,
      ),
      ...wordsOf(basename(path)).flatMap((word) => (metaphors.has(word) ? [path] : [])),
    ]);
    expect(found).toEqual([]);
  });

  it('the scans find what they look for', () => {
    const long = 'x'.repeat(columns + 1);
    expect(longLines(`${long}\n| ${long}\n`, false)).toEqual(['1: 121 columns', '2: 123 columns']);
    expect(longLines(`  it('${long}', () => {\n  /${long}/m,\n  it(${long}`, false)).toEqual([
      '3: 126 columns',
    ]);
    expect(longLines(`| ${long}\n\`\`\`\n${long}\n\`\`\`\nhttps://${long}\n${long}`, true)).toHaveLength(1);
    const openings = [
      'By input.',
      'That of `y`.',
      'The same for x.',
      'As `run`.',
      '[rows]',
      'undefined if so',
    ];
    expect(openings.flatMap((opening) => badComments(`/** ${opening} */`))).toHaveLength(openings.length);
    expect(badComments('\n  /**\n   * With the main one.\n   */')).toEqual(['2: With the main one.']);
    const good = ['Input by name.', 'Whether it is.', 'so(x) = 1', 'The sum.', 'Reads a file.', 'in^2 of x'];
    expect(good.flatMap((opening) => badComments(`/** ${opening} */`))).toEqual([]);
    const code = 'const theRooms = 1; function foreman_of(a: Crew) { return a.ledger; } // twin\n"staff";';
    expect(metaphorsIn(code)).toEqual(['theRooms', 'foreman_of', 'Crew', 'ledger']);
    expect(metaphorsIn('replace(hostname, inStore, telling); x.host', ['host'])).toEqual([]);
  });
});
