import { readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { layerTypes } from '../../src/nn/layers/index.js';

// What a network is, its graph says, and what a kind of layer is like, its traits: nobody asks for the name or the
// class of a layer but its own file and the registry. Layers have vectors, whose numbers are out of their reach.

const names = new Set(Object.keys(layerTypes));
/** Words that mean something else, too. */
const equivocal = new Set(['activation']);

interface Tree {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Every piece of a syntax tree. */
function* walk(node: unknown): Generator<Tree> {
  if (Array.isArray(node)) for (const each of node) yield* walk(each);
  else if (typeof node === 'object' && node !== null && 'type' in node) {
    yield node as Tree;
    for (const [key, value] of Object.entries(node)) if (key !== 'type') yield* walk(value);
  }
}

const literal = (node: unknown): string | null =>
  typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'string'
    ? node.value
    : null;
const isName = (node: unknown) => names.has(literal(node) ?? '');

/** Expressions in a source that ask for the type of a layer. */
function questions(source: string): string[] {
  const found: string[] = [];
  const tree = parseAst(source, { lang: 'ts' });
  const fromLayers = new Set<string>();
  for (const node of walk(tree.body)) {
    const { type } = node;
    if (type === 'ImportDeclaration' && /nn\/(layers|graph)\/|^\.\/layers\//.test(literal(node.source)!))
      for (const each of node.specifiers as Tree[]) fromLayers.add((each.local as { name: string }).name);
    if (type === 'BinaryExpression' && [node.left, node.right].some(isName) && node.operator !== 'in')
      found.push(`${node.operator} ${literal(node.left) ?? literal(node.right)}`);
    if (type === 'BinaryExpression' && node.operator === 'instanceof') {
      const { name } = node.right as { name: string };
      if (fromLayers.has(name)) found.push(`instanceof ${name}`);
    }
    if (type === 'SwitchCase' && isName(node.test)) found.push(`case ${literal(node.test)}`);
    if (type === 'ArrayExpression')
      for (const each of node.elements as unknown[])
        if (isName(each) && !equivocal.has(literal(each)!)) found.push(`[${literal(each)}]`);
    if (type === 'ObjectExpression') {
      const keys = (node.properties as Tree[]).flatMap(({ key, computed }) =>
        computed ? [] : [(key as { name?: string } | undefined)?.name ?? literal(key) ?? ''],
      );
      const asked = keys.filter((key) => names.has(key) && !equivocal.has(key));
      if (asked.length > 1) found.push(`{${asked.join(', ')}}`);
    }
    if (type === 'CallExpression') {
      const { callee, arguments: given } = node as unknown as { callee: Tree; arguments: unknown[] };
      const method = (callee.property as { name?: string } | undefined)?.name ?? '';
      if (/^(has|includes|indexOf|startsWith|get)$/.test(method) && given.some(isName))
        found.push(`${method}(…)`);
    }
  }
  return found;
}

const root = new URL('../../src/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.includes('/assembly/') && !path.endsWith('/code.ts'));
const inLayers = (path: string) => path.startsWith('nn/layers/');
/** Whether a path lies below networks, where the same words may stand for other things. */
const isBelow = (path: string) => /^(kernels|data|expression|files|math|metrics|platform)\//.test(path);

/** Whether a path computes operations elsewhere, which it finds by their `op`, called as some layers are. */
const isByOperation = (path: string) => path.startsWith('export/');

describe('nobody asks for a layer by name or class', () => {
  it.each(sources.filter((path) => !inLayers(path) && !isBelow(path) && !isByOperation(path)))(
    'src/%s',
    (path) => {
      expect(questions(read(path))).toEqual([]);
    },
  );

  it.each([
    ["if (layer.type === 'dropout') f();", '=== dropout'],
    ["const is = 'dense' !== type;", '!== dense'],
    ["switch (type) { case 'residual': f(); }", 'case residual'],
    ["const quiet = new Set(['noise', 'x']);", '[noise]'],
    ['const table = { dropout: 1, noise: 2 };', '{dropout, noise}'],
    ["names.includes('batch_norm')", 'includes(…)'],
    ["import { Affine } from '../nn/layers/affine.js'; x instanceof Affine;", 'instanceof Affine'],
  ])('would find %s', (source, found) => {
    expect(questions(source)).toEqual([found]);
  });

  it.each([
    "const layers = [{ type: 'dense', units: 3 }];",
    "head.activation === 'tanh'; error instanceof RangeError;",
  ])('leaves %s alone', (source) => {
    expect(questions(source)).toEqual([]);
  });
});

describe('no layer has numbers in its hands', () => {
  it.each(sources.filter(inLayers))('src/%s', (path) => {
    expect(read(path).match(/\bnumbersOf\b|new Vector\b|\bas (never|any|unknown)\b/g) ?? []).toEqual([]);
  });
});
