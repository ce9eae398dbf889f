import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * npm run test:versions [-- --config iris --epochs 20]: trains the shipped configs by releases of Node, each by each
 * backend, and holds their model files to be the same, to the bit. Releases come from the npm package `node`.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const releases = ['20', '22', '24'];
const backends = ['native', 'wasm'];

const { values } = parseArgs({
  options: { config: { type: 'string', multiple: true }, epochs: { type: 'string', default: '20' } },
});
const shipped = readdirSync(join(root, 'configs')).filter((name) => name.endsWith('.json'));
const names = values.config ?? shipped.map((name) => name.replace(/\.json$/, ''));

const nodes = releases.map((release) => {
  const found = spawnSync('npx', ['-y', `node@${release}`, '-p', 'process.execPath'], { encoding: 'utf8' });
  if (found.status !== 0) throw new Error(`npx node@${release}: ${found.stderr}`);
  const node = found.stdout.trim();
  return { node, version: spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim() };
});
console.log(
  `${nodes.map(({ version }) => version).join(', ')}; ${backends.join(', ')}; ${values.epochs} epochs`,
);

const directory = mkdtempSync(join(tmpdir(), 'mlp-versions-'));
let differing = 0;
try {
  for (const name of names) {
    const hashes = nodes.flatMap(({ node, version }) =>
      backends.map((backend) => [`${version} ${backend}`, trained(node, name, backend)]),
    );
    const isSame = new Set(hashes.map(([, hash]) => hash)).size === 1;
    if (!isSame) differing++;
    console.log(isSame ? `${name}: ${hashes[0][1].slice(0, 16)}` : `${name}: DIFFERENT`);
    if (!isSame) for (const [by, hash] of hashes) console.log(`  ${by}: ${hash.slice(0, 64)}`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
console.log(`${names.length - differing} of ${names.length} configs have the same model file`);
process.exitCode = differing > 0 ? 1 : 0;

/** The SHA-256 of the model that a release trains, or what it says where it does not. */
function trained(node, name, backend) {
  const out = join(directory, 'run');
  const { epochs } = JSON.parse(readFileSync(join(root, `configs/${name}.json`), 'utf8')).training ?? {};
  const most = Math.min(epochs ?? Number.POSITIVE_INFINITY, Number(values.epochs));
  const args = ['train', `configs/${name}.json`, '--quiet', '--force', '--backend', backend, '--out', out];
  const { status, stderr } = spawnSync(node, ['bin/mlp.js', ...args, '--set', `training.epochs=${most}`], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) return `exit code ${status}: ${stderr.trim().split('\n')[0]}`;
  return createHash('sha256')
    .update(readFileSync(join(out, 'model.safetensors')))
    .digest('hex');
}
