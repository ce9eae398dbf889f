import { processIo } from './io.js';
import { run } from './run.js';

const io = processIo();
const code = await run(process.argv.slice(2), io);
process.exitCode = code;
// all is written, and what the engine still compiles (5 to 10 ms of it) nobody needs
io.stderr.write('', () => process.exit(code));
