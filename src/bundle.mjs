/**
 * npm run bundle: the library and the program into dist/, in few files, as each that is loaded takes a quarter of a
 * millisecond. What finds and calls a command is one, what three commands or more share is another, and each command
 * has its own.
 */
import { resolve } from 'node:path';
import { build } from 'rolldown';

const library = resolve('src/index.ts');
const program = resolve('src/cli/main.ts');

/** Modules that are loaded with the program, whatever the command. */
function loadedFirst(graph) {
  const found = new Set();
  const visit = (id) => {
    if (found.has(id)) return;
    found.add(id);
    graph.getModuleInfo(id)?.importedIds.forEach(visit);
  };
  visit(program);
  // it waits for commands, which import the others: they must not wait for it
  found.delete(program);
  return found;
}

let first;
const inFirst = (id, graph) => {
  first ??= loadedFirst(graph);
  return first.has(id) ? 'program' : null;
};

await build({
  input: { index: library, 'cli/main': program },
  platform: 'node',
  transform: { target: 'node20' },
  // nobody imports chunks by name
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  output: {
    dir: 'dist',
    minify: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: inFirst, debugName: 'program', priority: 2 },
        { name: 'shared', minShareCount: 3, priority: 1 },
      ],
    },
  },
});
