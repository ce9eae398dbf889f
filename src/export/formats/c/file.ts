import type { Preprocessing } from '../../../data/preprocessing/index.js';
import { shellWord } from '../../../shell_word.js';
import { version } from '../../../version.js';
import { functions } from '../../code.js';
import { identifier, uniqueNames } from '../../names.js';
import type { AnswerColumn, InputColumn, Program } from '../../program/index.js';
import { indented, neededFunctions, partLines, wrapped } from '../syntax.js';
import { type Fields, mainText } from './main/index.js';
import { cComment, cDouble, cSyntax, cText } from './syntax.js';

/** A program as one file of C99, which is to have the name `file`. */
export function cFile(program: Program, preprocessing: Preprocessing, file: string): string {
  const prefix = identifier(program.name);
  const guard = prefix.toUpperCase();
  const fields: Fields = { columns: fieldNames(program.columns), answers: fieldNames(program.answers) };
  return tidy(`${head(program, prefix, guard, file)}
#ifndef ${guard}_H
#define ${guard}_H

/* A row: NAN stands for a missing number or date, a null pointer for a missing text. */
struct ${prefix}_row {
${program.columns.map((column, i) => inputField(column, fields.columns[i])).join('\n')}
};

struct ${prefix}_answer {
${program.answers.map((answer, i) => answerField(answer, fields.answers[i])).join('\n')}
};

/* Predicts a row: 0 where it is done; n > 0 where the n-th column has a missing value that may not be, or one that is
   no finite number, or too large; -n where there is no answer, as the value of the n-th column is missing. Nothing is
   allocated, and several threads may call it at once. */
int ${prefix}_predict(const struct ${prefix}_row *row, struct ${prefix}_answer *answer);

/* 0 where it was compiled so that it gives the bits of mlp predict. */
int ${prefix}_self_test(void);

#endif

#ifndef ${guard}_DECLARATIONS

#ifdef __FAST_MATH__
#error "-ffast-math changes results: compile without it"
#endif

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef __GNUC__
#define MLP_THREAD __thread
#else
#define MLP_THREAD
#endif

${body(program, prefix, fields)}

#ifdef ${guard}_MAIN
${mainText(program, fields, preprocessing, prefix)}
#endif

#endif
`);
}

const fieldNames = (columns: readonly { readonly name: string }[]): string[] => {
  const unique = uniqueNames();
  return columns.map(({ name }) => unique(name));
};

const head = (
  { name }: Program,
  prefix: string,
  guard: string,
  file: string,
) => `/* The model ${cComment(name)}, exported by mlp ${version}: C99 that needs its standard library alone, and
   gives the bits of mlp predict.

   As a program that reads CSV:  cc -std=c99 -O2 -D${guard}_MAIN ${shellWord(file)} -lm -o ${prefix}
   As a part of another:         cc -std=c99 -O2 -c ${shellWord(file)}, and in its sources
                                 #define ${guard}_DECLARATIONS
                                 #include "${file}"

   Compilers must not fuse products and sums, which changes the last bits: -std=c99, or -ffp-contract=off, keeps them
   from it where the pragmas below do not. */`;

const inputField = ({ name, type }: InputColumn, field: string) =>
  `${type === 'category' ? 'const char *' : 'double '}${field};${commentOf(name, field)}` +
  `${type === 'date' ? dateComment : ''}`;

const dateComment = ' /* seconds since 1970-01-01T00:00:00Z */';

const answerField = ({ name, classes }: AnswerColumn, field: string) =>
  `${classes ? 'const char *' : 'double '}${field};${commentOf(name, field)}`;

const commentOf = (name: string, field: string): string => (name === field ? '' : ` /* ${cComment(name)} */`);

function body(program: Program, prefix: string, fields: Fields): string {
  const { columns, answers, constants, values, x, y, encode, network, decide, sample } = program;
  const parts = [encode, network, decide];
  const lines = (part: (typeof parts)[number]) => partLines(part, cSyntax).join('\n');
  const has = (kind: string) => encode.statements.some((statement) => statement.kind === kind);
  const categories = columns.flatMap(({ texts }, i) => (texts ? [{ texts, i }] : []));
  const classes = answers[0].classes ?? [];
  const byColumn = columns.map(({ type, unseen }, i) =>
    type === 'category'
      ? `values[${i}] = levelOf(row->${fields.columns[i]}, levels_${i}, ${columns[i].texts!.length}, ${unseen});`
      : `values[${i}] = row->${fields.columns[i]};`,
  );
  const given = answers.map(({ classes: names }, i) =>
    names
      ? `given->${fields.answers[i]} = classes[(int)answer[${i}]];`
      : `given->${fields.answers[i]} = answer[${i}];`,
  );
  const list = (numbers: ArrayLike<number>) => wrapped(Array.from(numbers, cDouble));
  const needed = neededFunctions(parts).map((name) => functions[name].c);
  return `${needed.join('\n\n')}

${constants.all.map(({ name, values: numbers }) => table('double ', name, Array.from(numbers, cDouble))).join('\n')}
${classes.length > 0 ? table('char *const ', 'classes', classes.map(cText)) : ''}
${categories.length > 0 ? categoryReader : ''}
${categories.map(({ texts, i }) => levelTable(i, texts)).join('\n')}

/* From the values of a row, by column, to x; 1 + the column that is at fault, or -1 - the column without which there is
   no answer. */
static int encode(double *values, double *x) {
${lines({ ...encode, statements: [] })}
${has('refuse') ? 'int refused;' : ''}
${lines({ ...encode, memory: [] })}
return 0;
}

/* From x to the outputs of the network. */
static void network(const double *x, double *outputs) {
${lines(network)}
memcpy(outputs, ${y.name}, ${y.length} * sizeof outputs[0]);
}

/* From the outputs of the network to an answer. */
static void decide(const double *${y.name}, double *answer) {
${lines(decide)}
}

int ${prefix}_predict(const struct ${prefix}_row *row, struct ${prefix}_answer *given) {
double values[${values.length}], x[${x.length}], outputs[${y.length}], answer[${answers.length}];
int fault;
${byColumn.join('\n')}
fault = encode(values, x);
if (fault != 0) return fault;
network(x, outputs);
decide(outputs, answer);
${given.join('\n')}
return 0;
}

int ${prefix}_self_test(void) {
static const double x[${x.length}] = {
${list(sample.x)}
};
static const double wanted[${y.length}] = {
${list(sample.y)}
};
volatile double above = 1.0 + 1.0 / 1073741824.0, below = 1.0 - 1.0 / 1073741824.0, one = -1.0;
const double a = above, b = below, c = one;
double outputs[${y.length}];
/* 0 where the product is rounded by itself */
if (a * b + c != 0.0) return 1;
network(x, outputs);
return memcmp(outputs, wanted, sizeof wanted) != 0;
}`;
}

const levelText = ({ text, level }: { text: string; level: number }) => `{${cText(text)}, ${level}}`;

const levelTable = (i: number, texts: NonNullable<InputColumn['texts']>) =>
  table('struct level ', `levels_${i}`, sortedByBytes(texts).map(levelText));

/** A constant array of C. */
const table = (type: string, name: string, values: readonly string[]): string =>
  `static const ${type}${name}[${values.length}] = {\n${wrapped(values)}\n};`;

const categoryReader = `struct level {
const char *text;
int level;
};

/* The level of a text: NaN where there is none, \`unseen\` where the model does not know it. */
static double levelOf(const char *text, const struct level *levels, int count, int unseen) {
int low = 0, high = count - 1;
if (!text) return NAN;
while (low <= high) {
const int middle = low + (high - low) / 2;
const int order = strcmp(text, levels[middle].text);
if (order == 0) return levels[middle].level;
if (order < 0) high = middle - 1;
else low = middle + 1;
}
return unseen;
}`;

/** Sorts texts by their bytes in UTF-8, as strcmp has it: that is by their code points. */
function sortedByBytes(texts: NonNullable<InputColumn['texts']>) {
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);
  return texts.toSorted((a, b) => {
    const [p, q] = [points(a.text), points(b.text)];
    const at = p.findIndex((point, i) => point !== q[i]);
    return at < 0 ? p.length - q.length : p[at] - (q[at] ?? -1);
  });
}

/** Indented, without doubled empty lines. */
const tidy = (source: string): string => indented(source).replace(/\n{3,}/g, '\n\n');
