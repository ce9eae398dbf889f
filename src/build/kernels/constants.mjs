/** Address of the constants in the memory: `Allocator` leaves these bytes out. */
const POOL_START = 64;
const POOL_END = 4096;

/**
 * Puts the vector constants of every function that loops into memory, and loads them into locals at its beginning. V8
 * otherwise makes each from an immediate at every use, three instructions (figures: test/bench/NOTES.md).
 */
export function poolConstants(text) {
  const pool = new Map();
  const [head, ...functions] = text.split(/\n (?=\(func )/);
  const pooled = functions.map((code) => {
    if (!/\bloop\b/.test(code)) return code;
    const locals = new Map();
    const body = code.replace(/v128\.const i32x4 (\w+ \w+ \w+ \w+)/g, (constant, words) => {
      if (/^(0x0+ ?)+$/.test(words)) return constant; // one instruction
      if (!pool.has(words)) pool.set(words, POOL_START + 16 * pool.size);
      locals.set(words, `$constant${pool.get(words)}`);
      return `local.get ${locals.get(words)}`;
    });
    const lines = body.split('\n');
    const start = lines.findIndex((line, i) => i > 0 && !/^\s*\(local /.test(line));
    const declarations = [...locals.values()].map((name) => `(local ${name} v128)`);
    const loads = [...locals].flatMap(([words, name]) => [
      `i32.const ${pool.get(words)}`,
      'v128.load',
      `local.set ${name}`,
    ]);
    return [...lines.slice(0, start), ...declarations, ...loads, ...lines.slice(start)].join('\n');
  });
  const bytes = Buffer.alloc(16 * pool.size);
  [...pool.keys()].forEach((words, i) => {
    words.split(' ').forEach((word, j) => {
      bytes.writeUInt32LE(Number(word), 16 * i + 4 * j);
    });
  });
  if (POOL_START + bytes.length > POOL_END) throw new Error('more constants than POOL_END leaves room for');
  const data = bytes.toString('hex').replace(/../g, '\\$&');
  const segment = `(data (i32.const ${POOL_START}) "${data}")`;
  return [head, ...pooled].join('\n ').replace(/\)\s*$/, `${segment}\n)`);
}
