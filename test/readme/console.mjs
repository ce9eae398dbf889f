// node test/readme/console.mjs [--write] [README…]: runs the console blocks of every README of the repository, or of
// those named. Each README has a clean directory and one shell; what is printed is compared with what stands there, and
// --write puts it there, as it does with files that are quoted. A line "> " continues a command, a line "…" stands for
// any lines, and a block after <!-- figures vary --> is run and not compared.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { BLOCK, fits, parseBlocks, writeBlock } from './blocks.mjs';

const root = resolve(import.meta.dirname, '../..');
const END = '=== end of command ===';

/** Every README that git knows or would add. */
function listReadmes() {
  const options = ['--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', ['ls-files', ...options, '*README.md'], { cwd: root, encoding: 'utf8' });
  return listed.trim().split('\n').sort();
}

/** A directory as a reader has it who has cloned the project and installed the command and the library. */
function prepareDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-readme-'));
  for (const name of ['configs', 'datasets'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  mkdirSync(join(directory, '.bin'));
  symlinkSync(join(root, 'bin/mlp.js'), join(directory, '.bin/mlp'));
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(root, join(directory, 'node_modules/mlp'));
  return directory;
}

/** The lines that each command prints, all run by one shell. A command behind one that ended the shell has none. */
function run(commands, directory) {
  // a file that cat shows is one that the reader has written
  for (const { command, expected } of commands) {
    const [, file] = /^cat ([^\s/]+)$/.exec(command) ?? [];
    if (file) writeFileSync(join(directory, file), `${expected.join('\n')}\n`);
  }
  const script = commands.map(({ command }) => `${command}\necho '${END}'\n`).join('');
  const output = execFileSync('bash', ['-c', `shopt -s expand_aliases; exec 2>&1\n${script}`], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: {
      ...process.env,
      NO_COLOR: '1',
      COLUMNS: '80',
      PATH: `${join(directory, '.bin')}:${process.env.PATH}`,
    },
  });
  const printed = output.split(`${END}\n`).slice(0, -1);
  return commands.map((_, i) =>
    printed[i]
      ?.split('\n')
      .slice(0, -1)
      .map((line) => line.trimEnd()),
  );
}

/** The text with the quoted files as they are now; links.test.ts holds pages to them. */
const updateQuotes = (text) =>
  text.replace(
    /^(<!-- (\S+) -->\n```\w*\n)[\s\S]*?^```/gm,
    (_, opening, path) => `${opening}${readFileSync(join(root, path), 'utf8')}\`\`\``,
  );

/** The number of commands of a README that print something else than stands there. */
function check(file, write) {
  const path = resolve(root, file);
  const text = readFileSync(path, 'utf8');
  const blocks = parseBlocks(text);
  const commands = blocks.flatMap((block) => block.commands);
  if (commands.length === 0) return 0;
  const directory = prepareDirectory();
  const printed = run(commands, directory);
  rmSync(directory, { recursive: true });
  commands.forEach((entry, i) => {
    entry.lines = printed[i];
  });

  const different = blocks
    .filter(({ varies }) => !varies)
    .flatMap((block) => block.commands)
    .filter(({ expected, lines }) => lines === undefined || !fits(expected, lines));
  for (const { command, expected, lines = ['(the shell had ended)'] } of different)
    console.log(
      [`$ ${command}`, ...lines.map((line) => `+ ${line}`), ...expected.map((line) => `- ${line}`), ''].join(
        '\n',
      ),
    );
  console.log(
    `${file}: ${commands.length} commands in ${blocks.length} blocks, ${different.length} print something else`,
  );
  if (write) writeFileSync(path, updateQuotes(text.replace(BLOCK, () => writeBlock(blocks.shift()))));
  return different.length;
}

const write = process.argv.includes('--write');
const named = process.argv.slice(2).filter((argument) => argument !== '--write');
const readmes = named.length > 0 ? named.map((name) => relative(root, resolve(name))) : listReadmes();
let differences = 0;
for (const readme of readmes) differences += check(readme, write);
if (!write && differences > 0) process.exitCode = 1;
