#!/usr/bin/env node
// the bundle is minified: traces of the stack are to show the sources
if (process.argv.includes('--debug') || process.env.MLP_DEBUG) process.setSourceMapsEnabled(true);
// what the engine has compiled is kept for the next time (from Node 22 on; NODE_DISABLE_COMPILE_CACHE=1 turns it off)
process.getBuiltinModule?.('node:module').enableCompileCache?.();
await import('../dist/cli/main.js');
