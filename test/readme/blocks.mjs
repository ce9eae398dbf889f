// The console blocks of a README: their commands, and the lines that each is said to print.

export const BLOCK = /(<!-- figures vary -->\n)?```console\n([\s\S]*?)```/g;

/** Blocks of a Markdown text in their order. */
export function parseBlocks(text) {
  return [...text.matchAll(BLOCK)].map(([, varies, block]) => ({
    varies: varies !== undefined,
    commands: parseCommands(block),
  }));
}

/** Commands of a block, each with the lines below it; lines "> " right below a command continue it. */
function parseCommands(block) {
  const commands = [];
  for (const line of block.split('\n').slice(0, -1)) {
    const last = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), expected: [] });
    else if (line.startsWith('> ') && last.expected.length === 0) last.command += `\n${line.slice(2)}`;
    else last.expected.push(line);
  }
  return commands;
}

/** A block as it stands in the README, with the `lines` that its commands have printed. */
export function writeBlock({ varies, commands }) {
  const lines = commands.flatMap(({ command, expected, lines }) => [
    `$ ${command.replaceAll('\n', '\n> ')}`,
    // where something is left out, a person has to choose anew
    ...(lines === undefined || expected.includes('…') ? expected : lines),
  ]);
  return `${varies ? '<!-- figures vary -->\n' : ''}\`\`\`console\n${lines.join('\n')}\n\`\`\``;
}

/** Whether lines are those expected, of which each "…" stands for any number. */
export function fits(expected, lines) {
  if (expected.length === 0) return lines.length === 0;
  const [first, ...rest] = expected;
  if (first === '…') return lines.some((_, i) => fits(rest, lines.slice(i))) || fits(rest, []);
  return lines.length > 0 && first === lines[0] && fits(rest, lines.slice(1));
}
