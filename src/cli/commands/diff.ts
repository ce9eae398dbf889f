import { type Command, InvalidArgumentError } from 'commander';
import { didYouMean, MlpError } from '../../errors.js';
import { constantValue, functions, reportGradient } from '../../expression/index.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { write } from '../io.js';
import { addOptions, type SharedOptions } from '../options.js';
import { gradientText } from '../render/gradient.js';

interface Options extends Pick<SharedOptions, 'json'> {
  readonly at?: readonly Assignment[];
  readonly degrees?: boolean;
}

interface Assignment {
  readonly name: string;
  /** A formula without variables. */
  readonly value: string;
}

export function define(command: Command, context: Context): void {
  command
    .description(
      'Differentiate a formula at a point, and show how: its computational graph, the forward pass, the local ' +
        'derivatives and the backward pass; then the same derivatives by finite differences and as formulas, ' +
        'with what each way costs.',
    )
    .argument(
      '<expression>',
      `in quotes: numbers, pi, e, names, + - * / ^, parentheses, and ${Object.keys(functions).join(', ')} of one ` +
        'argument',
    )
    .option(
      '--at <name=value,…>',
      'the value of each variable, such as x=1,y=pi/2; can be repeated',
      (text: string, previous: readonly Assignment[] = []) => [...previous, ...assignments(text)],
    )
    .option('--degrees', 'sin, cos and tan read degrees, not radians')
    // A formula may begin with a minus sign; expressionArgument() tells it from an option.
    .allowUnknownOption()
    .allowExcessArguments()
    .action((_: string, options: Options) => run(expressionArgument(command), options, context));
  addOptions(command, 'json');
  addExamples(
    command,
    'mlp diff "2/sin(exp(-x))" --at x=-4.499',
    'mlp diff "x*y + sin(x)" --at x=1,y=2',
    'mlp diff "-log(sigmoid(w*x + b))" --at w=0.5,x=2,b=-1',
    'mlp diff "sin(x)^2" --at x=30 --degrees --json',
  );
}

function run(text: string, { at = [], degrees, json }: Options, context: Context): Promise<void> {
  const values = new Map<string, number>();
  for (const { name, value } of at) {
    if (values.has(name)) throw new MlpError('usage', `--at: ${JSON.stringify(name)} has two values`);
    values.set(name, constantValue(value, { where: `--at ${name}`, failure: 'usage', degrees }));
  }
  const report = reportGradient(text, Object.fromEntries(values), { degrees });
  return write(context.stdout, json ? `${JSON.stringify(report, null, 2)}\n` : gradientText(report, context));
}

/** Returns the one argument. commander lets unknown options and further arguments pass; they are refused here. */
function expressionArgument(command: Command): string {
  const { args } = command;
  if (args.length === 1) return args[0];
  const flag = args.find((arg) => /^--[a-z]/.test(arg));
  if (flag === undefined)
    return command.error(
      `error: expected one expression, found ${args.length} (${args.join(' ')}): put it in quotes`,
    );
  const known = command.options.flatMap(({ long }) => long ?? []);
  return command.error(`error: unknown option ${JSON.stringify(flag)}${didYouMean(flag, known)}`);
}

/** Reads assignments such as `x=1,y=2`. A name in backticks may hold any character. */
function assignments(text: string): Assignment[] {
  const found: Assignment[] = [];
  const pattern = /\s*(?:`([^`]+)`|([^`=,\s][^`=,]*?))\s*=\s*([^=,]*[^=,\s])\s*(?:,|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match)
      throw new InvalidArgumentError('Expected name=value, and commas between several, as in x=1,y=2.');
    const [, quoted, plain, value] = match;
    found.push({ name: quoted ?? plain, value });
  }
  return found;
}
