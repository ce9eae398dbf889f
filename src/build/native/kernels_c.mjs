/** The C of the kernels: of AssemblyScript's modules and of the formulas' loops, and the interpreter of programs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyscriptLoop } from '../formulas/assemblyscript_loops.mjs';
import { cSource } from './c_source.mjs';

const assembly = 'src/kernels/wasm/assembly';
/** Modules that are rendered; matrix products and vectors are written in C. */
const MODULES = ['batches', 'encodings', 'masks', 'members', 'rowwise', 'sums'];
const read = (name) => readFileSync(join(assembly, `${name}.ts`), 'utf8');

/** Functions that are written in C, and their parameters. */
const products = {
  affine: ['usize', 'usize', 'usize', 'usize', 'i32', 'i32', 'i32'],
  matmul: ['usize', 'usize', 'usize', 'i32', 'i32', 'i32'],
  matmulTransposed: ['usize', 'usize', 'usize', 'i32', 'i32', 'i32', 'i32'],
};

const withVectors = (lanes) => `
#undef LANES
#undef FN
#undef V
#undef B
#define LANES ${lanes}
#define FN(name) PASTE(name, ${lanes})
#define V PASTE(Vector, ${lanes})
#define B PASTE(Bits, ${lanes})`;

/**
 * The text, for vectors of so many lanes. `names` are the functions of a program's commands, in the order of their
 * numbers from 1 on; `loops` are those of formulas, {name, loop}.
 */
export function kernelsInC(lanes, names, loops) {
  const modules = MODULES.map((name) => cSource(read(name)));
  const byRows = loops.filter(({ loop }) => loop.frame === 'passes');
  const flat = loops.filter(({ loop }) => loop.frame !== 'passes');
  const rendered = (list, width) =>
    cSource(
      `import { ${vectorNames.join(', ')} } from './vector';\nimport { ${mathNames().join(', ')} } from './math';\n` +
        list.map(({ name, loop }) => assemblyscriptLoop(name, loop, width)).join('\n'),
    );
  const [wide, pairs] = [rendered(flat, lanes), rendered(byRows, 2)];
  const math = ['bits', 'math'].map((name) => cSource(read(name), { ofVectors: true }).code).join('\n');
  const exported = Object.assign({}, ...[...modules, wide, pairs].map((each) => each.exported), products);
  const ofPairs = `${withVectors(2)}
#include "vector.h"
#include "pairs.h"
${math}
#define k_f64x2(a, b) ((V){(a), (b)})`;
  return `// Made by src/build/native.
#include "runtime.h"
${ofPairs}
${pairs.code}
${lanes === 2 ? '' : `${withVectors(lanes)}\n#include "vector.h"\n${math}`}
${wide.code}
#include "products.h"
${withVectors(2)}
${modules.map(({ code }) => code).join('\n')}
${interpreter(names, exported)}
#undef usize
#undef AT
#define usize uint32_t
#define AT(offset) (memory + (uint32_t)(offset))
static inline void k_execute(uint32_t at, uint32_t end) {
  execute_commands((const uint8_t *)(memory + at), (const uint8_t *)(memory + end));
}
${cSource(read('program')).code}
`;
}

const vectorNames = [...read('vector').matchAll(/export function (\w+)/g)].map(([, name]) => name);
const mathNames = () => [...read('math').matchAll(/function (\w+)/g)].map(([, name]) => name);

/** Runs commands, as they lie in memory: see wasm/assembly/program.ts and src/build/kernels/interpreter.mjs. */
function interpreter(names, exported) {
  const types = names.map((name) =>
    (exported[name] ?? []).map((type) => ({ usize: 'a', f64: 'f' })[type] ?? 'i').join(''),
  );
  const get = { a: (i) => `ADDRESS(${i})`, f: (i) => `NUMBER(${i})`, i: (i) => `INTEGER(${i})` };
  const cases = names.map((name, i) => {
    if (!exported[name]) return '';
    const values = [...types[i]].map((type, j) => get[type](j + 1));
    return `case ${i + 1}: k_${name}(${values.join(', ')}); at += ${8 * (values.length + 1)}; break;`;
  });
  return `
/** The address of the memory that offsets begin from, of the backend that this thread computes for. */
static __thread uintptr_t memory = 0;

/** Parameters of each function of the table: addresses, integers, numbers (f). */
static const char *const parameter_types[] = {"", ${types.map((each) => JSON.stringify(each)).join(', ')}};

#define OFFSET(i) (*(const Unsigned *)(at + 8 * (i)))
#define ADDRESS(i) (OFFSET(i) == 0 ? 0 : base + OFFSET(i))
#define INTEGER(i) (*(const Int *)(at + 8 * (i)))
#define NUMBER(i) (*(const Number *)(at + 8 * (i)))

static void execute_commands(const uint8_t *at, const uint8_t *end) {
  const uintptr_t base = memory;
  while (at < end) {
    switch (OFFSET(0)) {
      case 0:
        at = __builtin_isfinite(*(const Number *)(base + OFFSET(1))) ? at + 24 : (const uint8_t *)(base + OFFSET(2));
        break;
      ${cases.join('\n      ')}
      default: return;
    }
  }
}
`;
}
