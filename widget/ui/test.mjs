// Runs the unit tests: every *.test.ts(x) below this folder, bundled by esbuild, in node's own runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'frontdesk-ui-'));

function* tests(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* tests(path);
    else if (/\.test\.tsx?$/.test(entry.name)) yield relative(root, path);
  }
}

const entryPoints = [...tests(root)].sort();
const result = await build({
  absWorkingDir: root,
  tsconfig: join(root, 'tsconfig.json'),
  entryPoints,
  outbase: root,
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  metafile: true,
  logLevel: 'warning',
});
const bundles = Object.keys(result.metafile.outputs).filter((name) => name.endsWith('.mjs'));
const run = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...bundles], { cwd: root, stdio: 'inherit' });
rmSync(out, { recursive: true, force: true });
process.exitCode = run.status ?? 1;
