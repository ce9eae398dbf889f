#!/usr/bin/env node
// source maps, as the bundle is minified: stack traces then show the sources
if (process.argv.includes('--debug') || process.env.MLP_DEBUG) process.setSourceMapsEnabled(true);
// keeps what the engine has compiled for the next start (Node 22 on; NODE_DISABLE_COMPILE_CACHE=1 turns it off)
process.getBuiltinModule?.('node:module').enableCompileCache?.();
await import('../dist/cli/main.js');
