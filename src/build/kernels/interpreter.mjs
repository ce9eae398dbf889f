/** The function that assembly/program.ts imports, and what its name is there. */
const IMPORT = /\(import "program" "execute" \(func (\S+) \(param i32 i32\)\)\)\n/;

/**
 * Writes the function that runs the commands of a program (program.ts says how they lie in memory): a jump to the call
 * that each command names. It calls every exported function without a result. Returns the module's text with it, and
 * the parameters of each function.
 */
export function addInterpreter(text) {
  const [, name] = IMPORT.exec(text);
  const callable = [...text.matchAll(/\(export "(\w+)" \(func (\S+)\)\)/g)]
    .map(([, exported, id]) => ({ exported, id, ...signature(text, id) }))
    .filter(({ hasResult }) => !hasResult);
  const operations = Object.fromEntries(
    callable.map(({ exported, parameters }) => [
      exported,
      parameters.map((type) => ({ i32: 'i', f64: 'f' })[type]).join(''),
    ]),
  );
  const without = text.replace(IMPORT, '');
  const end = without.lastIndexOf(')');
  return { text: `${without.slice(0, end)} ${interpreter(name, callable)}\n)\n`, operations };
}

function signature(text, id) {
  const start =
    text.indexOf(`(func ${id} `) >= 0 ? text.indexOf(`(func ${id} `) : text.indexOf(`(func ${id}\n`);
  const line = text.slice(start, text.indexOf('\n', start));
  return {
    parameters: [...line.matchAll(/\(param \S+ (i32|f64)\)/g)].map(([, type]) => type),
    hasResult: line.includes('(result'),
  };
}

/**
 * A command: its number, then its arguments, 8 bytes each. Number 0: if the number at an address is not finite, go on
 * elsewhere.
 */
function interpreter(name, callable) {
  const labels = callable.map((_, i) => `$call${i}`);
  const argument = (type, i) => `(${type}.load offset=${8 * (i + 1)} (local.get $at))`;
  const next = (bytes) => `(local.set $at (i32.add (local.get $at) (i32.const ${bytes}))) (br $next)`;
  const calls = callable.map(({ id, parameters }) => {
    const call = `(call ${id} ${parameters.map(argument).join(' ')})`;
    return `) ${call} ${next(8 * (parameters.length + 1))}`;
  });
  const skip =
    `(if (f64.lt (f64.abs (f64.load (i32.load offset=8 (local.get $at)))) (f64.const inf)) ` +
    `(then ${next(24)})) (local.set $at (i32.load offset=16 (local.get $at))) (br $next)`;
  return `(func ${name} (param $at i32) (param $end i32)
  (loop $next
   (if (i32.ge_u (local.get $at) (local.get $end)) (then (return)))
   ${[...labels]
     .reverse()
     .map((label) => `(block ${label}`)
     .join(' ')} (block $skip
   (br_table $skip ${labels.join(' ')} (i32.load (local.get $at)))
   ) ${skip}
   ${calls.join('\n   ')}
  ))`;
}
