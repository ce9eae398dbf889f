#!/usr/bin/env node
// the bundle is minified: traces of the stack are to show the sources
if (process.argv.includes('--debug') || process.env.MLP_DEBUG) process.setSourceMapsEnabled(true);
await import('../dist/cli/main.js');
