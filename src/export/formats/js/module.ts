import { version } from '../../../version.js';
import { functions } from '../../code.js';
import type { AnswerColumn, InputColumn, Program } from '../../program/index.js';
import { indented, neededFunctions, partLines, type Syntax, wrapped } from '../syntax.js';
import { declarations } from './declarations.js';

const text = (value: string): string => JSON.stringify(value).replace(/[\u2028\u2029]/g, escaped);
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const number = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const library: Readonly<Record<string, string>> = { abs: 'Math.abs', sqrt: 'Math.sqrt' };

const syntax: Syntax = {
  number,
  function: (name) => library[name] ?? name,
  span: ({ name, from }) => (from === 0 ? name : `${name}.subarray(${from})`),
  givesLengths: false,
  // memory is that of the module
  memory: () => '',
  refuse: (call, isError) =>
    `refused = ${call};\nif (refused >= 0) return ${isError ? '' : '-'}(refused + 1);`,
};

/** Entry of a column in `columns`. */
const columnText = ({ name, type, texts }: InputColumn): string =>
  `{ name: ${text(name)}, type: ${text(type)}` +
  `${texts ? `, categories: [${texts.map((each) => text(each.text)).join(', ')}]` : ''} }`;

/** Reads the value of a column from a row. */
function reading({ name, type, unseen }: InputColumn, i: number): string {
  const value = `valueOf(row, ${text(name)})`;
  if (type === 'number') return `values[${i}] = numberOf(${value}, ${text(name)});`;
  if (type === 'date') return `values[${i}] = dateOf(${value}, ${text(name)});`;
  return `values[${i}] = levelOfText(${value}, levels[${i}], ${unseen}, ${text(name)});`;
}

const levelsText = ({ texts = [] }: InputColumn): string =>
  texts.length === 0
    ? 'null'
    : `new Map([${wrapped(texts.map((each) => `[${text(each.text)}, ${each.level}]`))}])`;

const answerText = ({ name, classes }: AnswerColumn, i: number, all: readonly AnswerColumn[]): string => {
  const value = classes ? `classes[answer[${i}]]` : `answer[${i}]`;
  return `${text(name)}: ${value}${i < all.length - 1 ? ',' : ''}`;
};

const classesText = (classes: readonly string[]): string =>
  classes.length > 0
    ? '/** The classes, in the order of their probabilities. */\n' +
      `export const classes = [${wrapped(classes.map(text))}];\n`
    : '';

/** A program as a module of JavaScript that needs nothing else, and its declarations. */
export function moduleOf(program: Program): { readonly source: string; readonly types: string } {
  const { name, columns, answers, constants, values, x, encode, network, decide } = program;
  const parts = [encode, network, decide];
  const classes = answers[0].classes ?? [];
  const has = (type: InputColumn['type']) => columns.some((column) => column.type === type);
  const memory = parts.flatMap((part) => part.memory);
  const body = (part: (typeof parts)[number]) => partLines({ ...part, memory: [] }, syntax).join('\n');
  const source = `// The model ${text(name)}, exported by mlp ${version}: it gives the bits of mlp predict.
//
//   import { predict } from './model.mjs';
//   predict({ ${columns
    .slice(0, 2)
    .map((column) => `${text(column.name)}: ${exampleOf(column)}`)
    .join(', ')}${columns.length > 2 ? ', …' : ''} });
//
// A row has a value for each of \`columns\`: null stands for a missing one. Numbers are numbers, categories texts,
// dates a Date or seconds since 1970-01-01T00:00:00Z, by the clock that they were written with taken for one of UTC.

/** The columns that a row is given by, in order. */
export const columns = [
${columns.map((column) => `${columnText(column)},`).join('\n')}
];

${classesText(classes)}
/**
 * Predicts a row, or each of several. A row without an answer, as a value is missing, has null in each place.
 *
 * @throws TypeError where a column is not there, or its value is of another type; RangeError where a value is missing
 *   that may not be, or is no finite number, or too large for its scale.
 */
export function predict(row) {
if (Array.isArray(row)) return row.map((each) => predict(each));
${columns.map(reading).join('\n')}
const fault = encode();
if (fault > 0) throw new RangeError(faultText(fault - 1));
if (fault < 0) return { ${answers.map((answer) => `${text(answer.name)}: null`).join(', ')} };
network();
decide();
return {
${answers.map(answerText).join('\n')}
};
}

function valueOf(row, name) {
const value = row[name];
if (value !== undefined) return value;
throw new TypeError(\`the row has no column \${JSON.stringify(name)}; null stands for a missing value\`);
}
${
  has('number') || has('date')
    ? `
function numberOf(value, name) {
if (value === null) return NaN;
if (typeof value === 'number') return value;
throw new TypeError(\`column \${JSON.stringify(name)} takes a number, and was given \${JSON.stringify(value)}\`);
}
`
    : ''
}${
  has('date')
    ? `
function dateOf(value, name) {
return value instanceof Date ? value.getTime() / 1000 : numberOf(value, name);
}
`
    : ''
}${
  has('category')
    ? `
function levelOfText(value, known, unseen, name) {
if (value === null || Number.isNaN(value)) return NaN;
if (typeof value !== 'object') return known?.get(String(value)) ?? unseen;
throw new TypeError(\`column \${JSON.stringify(name)} takes a text, and was given \${JSON.stringify(value)}\`);
}

const levels = [
${columns.map((column) => `${levelsText(column)},`).join('\n')}
];
`
    : ''
}
function faultText(column) {
const { name } = columns[column];
return Number.isNaN(values[column])
? \`column \${JSON.stringify(name)}: a missing value, where the model needs one\`
: \`column \${JSON.stringify(name)}: the value \${values[column]} is too large, or no number\`;
}

// The values of a row by column: numbers, seconds, levels of categories; NaN where one is missing.
const values = new Float64Array(${values.length});
const x = new Float64Array(${x.length});
const answer = new Float64Array(${answers.length});
${memory.map(({ name: memoryName, length }) => `const ${memoryName} = new Float64Array(${length});`).join('\n')}

/** Makes x of values; 1 + the column that is at fault, or −1 − the column for which there is no answer. */
function encode() {
${encode.statements.some(({ kind }) => kind === 'refuse') ? 'let refused = -1;' : ''}
${body(encode)}
return 0;
}

/** Makes the outputs of the network of x. */
function network() {
${body(network)}
}

/** Makes an answer of the outputs of the network. */
function decide() {
${body(decide)}
}

${neededFunctions(parts)
  .flatMap((each) => functions[each].js || [])
  .join('\n\n')}

${constants.all.map((constant) => `const ${constant.name} = [\n${wrapped(constant.values.map(number))}\n];`).join('\n')}
`;
  return { source: tidy(source), types: declarations(program) };
}

const exampleOf = ({ type, texts }: InputColumn): string =>
  type === 'category' ? text(texts?.[0]?.text ?? '') : type === 'date' ? "new Date('2024-05-31')" : '1';

/** Indented, without doubled empty lines. */
const tidy = (source: string): string => indented(source).replace(/\n{3,}/g, '\n\n');
