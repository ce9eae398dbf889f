/** node src/build/bundle_file.mjs SOURCE FILE: bundles a program, such as a benchmark, into one file that Node runs. */
import { bundleOne } from './bundler.mjs';

const [source, file] = process.argv.slice(2);
await bundleOne(source, { file });
