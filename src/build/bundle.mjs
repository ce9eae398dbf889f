import { resolve } from 'node:path';
import { builtinModules } from './builtin_modules.mjs';
import { TARGET } from './bundler.mjs';
import { removeOthers } from './stage.mjs';

const library = resolve('src/index.ts');
const program = resolve('src/cli/main.ts');

/**
 * The library and the program into dist/, in few files, as each that is loaded takes a quarter of a millisecond. What
 * finds and calls a command is one, what three commands or more share is another, what draws pages a third, and each
 * command has its own.
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

/** Commander can start subcommands that are programs of their own. mlp has none, and what starts them loads slowly. */
const withoutPrograms = {
  name: 'commander without programs',
  transform: {
    filter: { id: /commander[\\/]lib[\\/]command\.js$/ },
    handler(code) {
      const loading = "require('node:child_process')";
      if (!code.includes(loading)) throw new Error(`commander does not say ${loading} any more`);
      // of the same length, so that source maps stay as they are
      return { code: code.replace(loading, '{}'.padEnd(loading.length)), map: null };
    },
  },
};

const options = () => ({
  input: { index: library, 'cli/main': program },
  platform: 'node',
  transform: { target: TARGET },
  plugins: [withoutPrograms, builtinModules],
  // nobody imports chunks by name
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  output: {
    dir: 'dist',
    minify: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    // the engine reads texts of Latin letters twice as fast
    charset: 'ascii',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: groupOf(), debugName: 'program', priority: 2 },
        { name: pages(), debugName: 'pages', minShareCount: 3, priority: 2 },
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

/** Puts what draws pages, the packages for it included, into one file: it is large, and few commands draw any. */
function pages() {
  let found;
  return (id, graph) => {
    found ??= drawingModules(graph);
    return found.has(id) ? 'pages' : null;
  };
}

function drawingModules(graph) {
  const all = new Set();
  collect(program, all, (id) => {
    const { importedIds, dynamicallyImportedIds } = graph.getModuleInfo(id) ?? {};
    return [...(importedIds ?? []), ...(dynamicallyImportedIds ?? [])];
  });
  const isDrawing = /[\\/](?:src[\\/]report|node_modules[\\/](?:@observablehq[\\/]plot|linkedom))[\\/]/;
  const found = new Set();
  for (const id of [...all].filter((id) => isDrawing.test(id)))
    collect(id, found, (from) =>
      (graph.getModuleInfo(from)?.importedIds ?? []).filter((to) => to.includes('node_modules')),
    );
  return found;
}

/** Adds a module to those found, and all that it leads to. */
function collect(id, found, next) {
  if (found.has(id)) return;
  found.add(id);
  for (const following of next(id)) collect(following, found, next);
}

function loadedFirst(graph) {
  const found = new Set();
  collect(program, found, (id) => graph.getModuleInfo(id)?.importedIds ?? []);
  // it waits for commands, which import the others: they must not wait for it
  found.delete(program);
  return found;
}
