import { processIo } from './io.js';
import { run } from './run.js';

const io = processIo();
const code = await run(process.argv.slice(2), io);
process.exitCode = code;
// everything is written; leaving at once saves waiting for the engine's compiler (5 to 10 ms)
io.stderr.write('', () => process.exit(code));
