// node test/readme/console.mjs [--write]: runs every console block of the README, in order and in one shell, and compares what is printed with what
// stands there; --write puts it there. A line … stands for any lines. A block after <!-- figures vary --> is run, and not compared.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const readme = join(root, 'README.md');
const BLOCK = /(<!-- figures vary -->\n)?```console\n([\s\S]*?)```/g;

/** The commands of a block, each with the lines that it is said to print. */
function parse(block) {
  const commands = [];
  for (const line of block.split('\n').slice(0, -1)) {
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), expected: [] });
    else commands.at(-1).expected.push(line);
  }
  return commands;
}

/** A directory as a reader has it who has cloned the project and installed the command. */
function prepareDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-readme-'));
  for (const name of ['configs', 'datasets'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  mkdirSync(join(directory, '.bin'));
  symlinkSync(join(root, 'bin/mlp.js'), join(directory, '.bin/mlp'));
  return directory;
}

/** What each command prints, all run by one shell. */
function run(commands, directory) {
  // what is shown by cat is a file that the reader writes
  for (const { command, expected } of commands) {
    const [, file] = /^cat (\S+)$/.exec(command) ?? [];
    if (file && !existsSync(join(directory, file)))
      writeFileSync(join(directory, file), `${expected.join('\n')}\n`);
  }
  const mark = '=== end of command ===';
  const script = commands.map(({ command }) => `${command}\necho '${mark}'\n`).join('');
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
  return output
    .split(`${mark}\n`)
    .slice(0, -1)
    .map((text) =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => line.trimEnd()),
    );
}

/** Whether lines are those expected, of which each … stands for any number. */
function fits(expected, lines) {
  if (expected.length === 0) return lines.length === 0;
  const [first, ...rest] = expected;
  if (first === '…') return lines.some((_, i) => fits(rest, lines.slice(i))) || fits(rest, []);
  return lines.length > 0 && first === lines[0] && fits(rest, lines.slice(1));
}

const text = readFileSync(readme, 'utf8');
const blocks = [...text.matchAll(BLOCK)].map(([, varies, block]) => ({
  varies: varies !== undefined,
  commands: parse(block),
}));
const directory = prepareDirectory();
const printed = run(
  blocks.flatMap(({ commands }) => commands),
  directory,
);
rmSync(directory, { recursive: true });

let differences = 0;
for (const { varies, commands } of blocks) {
  for (const entry of commands) {
    entry.lines = printed.shift();
    if (varies || fits(entry.expected, entry.lines)) continue;
    differences++;
    console.log(
      `$ ${entry.command}\n${entry.lines.map((line) => `+ ${line}`).join('\n')}\n${entry.expected.map((line) => `- ${line}`).join('\n')}\n`,
    );
  }
}
console.log(
  `${blocks.flatMap(({ commands }) => commands).length} commands in ${blocks.length} blocks, ${differences} print something else`,
);

if (process.argv.includes('--write')) {
  const queue = [...blocks];
  const written = text.replace(BLOCK, () => {
    const { varies, commands } = queue.shift();
    const lines = commands.flatMap(({ command, expected, lines }) => [
      `$ ${command}`,
      // where something is left out, a person has to choose anew
      ...(expected.includes('…') ? expected : lines),
    ]);
    return `${varies ? '<!-- figures vary -->\n' : ''}\`\`\`console\n${lines.join('\n')}\n\`\`\``;
  });
  writeFileSync(readme, written);
} else process.exitCode = differences > 0 ? 1 : 0;
