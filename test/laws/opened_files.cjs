// Loaded ahead of the program (node --require): appends the path of every file that it opens, or asks about, to the
// file that OPENED_FILES names.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const { appendFileSync } = fs;
const log = process.env.OPENED_FILES;
let isLogging = false;

for (const holder of [fs, fs.promises])
  for (const name of [
    'open',
    'openSync',
    'readFile',
    'readFileSync',
    'createReadStream',
    'opendirSync',
    'readdirSync',
    'stat',
    'statSync',
    'lstatSync',
    'existsSync',
    'access',
    'accessSync',
    'realpathSync',
  ]) {
    const original = holder[name];
    if (typeof original !== 'function') continue;
    holder[name] = Object.assign((path, ...rest) => {
      if (!isLogging) {
        isLogging = true;
        appendFileSync(log, `${name} ${path}\n`);
        isLogging = false;
      }
      return original.call(holder, path, ...rest);
    }, original);
  }
syncBuiltinESMExports();
