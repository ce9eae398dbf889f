/** The TypeScript modules that formulas stand in, as syntax trees. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

const loaded = new Map();

/**
 * {file, text, bindings}: by each name of a module's top level the expression or function, or {from, name} of an
 * import.
 */
export function loadModule(file) {
  const found = loaded.get(file);
  if (found) return found;
  const text = readFileSync(file, 'utf8');
  const module = { file, text, bindings: new Map(), exports: new Map() };
  loaded.set(file, module);
  for (const statement of parseAst(text, { lang: 'ts' }, file).body) addStatement(module, statement);
  return module;
}

function addStatement(module, statement) {
  const { bindings, exports, file } = module;
  switch (statement.type) {
    case 'ImportDeclaration':
      for (const { local, imported } of statement.specifiers)
        bindings.set(local.name, { from: resolveImport(file, statement.source.value), name: imported?.name });
      return;
    case 'VariableDeclaration':
      for (const { id, init } of statement.declarations)
        if (id.type === 'Identifier') bindings.set(id.name, init);
      return;
    case 'FunctionDeclaration':
      bindings.set(statement.id.name, statement);
      return;
    case 'ExportNamedDeclaration':
      if (statement.declaration) addStatement(module, statement.declaration);
      for (const { local, exported } of statement.specifiers)
        exports.set(
          exported.name,
          statement.source
            ? { from: resolveImport(file, statement.source.value), name: local.name }
            : { from: file, name: local.name },
        );
  }
}

function resolveImport(file, specifier) {
  if (!specifier.startsWith('.')) return null;
  const path = resolve(dirname(file), specifier).replace(/\.js$/, '.ts');
  return existsSync(path) ? path : null;
}

/** {module, node} of a name, followed through imports and re-exports; null for a package's. */
export function lookUp(module, name) {
  const found = module.bindings.get(name) ?? module.exports.get(name);
  if (found === undefined) return undefined;
  if (!('from' in found)) return { module, node: found };
  if (found.from === null) return null;
  return lookUp(loadModule(found.from), found.name);
}

/** `file:line:column` of a node, and what stands there. */
export function place({ file, text }, { start, end }) {
  const before = text.slice(0, start).split('\n');
  return `${file}:${before.length}:${before.at(-1).length + 1}: ${text.slice(start, end).split('\n')[0]}`;
}
