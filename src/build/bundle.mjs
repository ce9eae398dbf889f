import { resolve } from 'node:path';
import { TARGET } from './bundler.mjs';
import { removeOthers } from './stage.mjs';

const library = resolve('src/index.ts');
const program = resolve('src/cli/main.ts');

/**
 * The library and the program into dist/, in few files, as each that is loaded takes a quarter of a millisecond. What
 * finds and calls a command is one, what three commands or more share is another, and each command has its own.
 */
export const bundle = {
  inputs: ['src'],
  outputs: ['dist/index.js', 'dist/cli', 'dist/chunks'],
  async make() {
    const { build } = await import('rolldown');
    const { output } = await build(options());
    removeOthers('dist/chunks', output, 'dist');
  },
};

const options = () => ({
  input: { index: library, 'cli/main': program },
  platform: 'node',
  transform: { target: TARGET },
  // nobody imports chunks by name
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  output: {
    dir: 'dist',
    minify: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: groupOf(), debugName: 'program', priority: 2 },
        { name: 'shared', minShareCount: 3, priority: 1 },
      ],
    },
  },
});

/** Puts modules that are loaded with the program, whatever the command, into one file. */
function groupOf() {
  let first;
  return (id, graph) => {
    first ??= loadedFirst(graph);
    return first.has(id) ? 'program' : null;
  };
}

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
