// Runs the unit tests: every *.test.ts(x) below this folder, bundled by esbuild, in node's own runner.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const out = join(root, '.test');

function* tests(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', '.test'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* tests(path);
    else if (/\.test\.tsx?$/.test(entry.name)) yield relative(root, path);
  }
}

const entryPoints = [...tests(root)].sort();
rmSync(out, { recursive: true, force: true });
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
const run = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...Object.keys(result.metafile.outputs).filter((f) => f.endsWith('.mjs'))], {
  cwd: root,
  stdio: 'inherit',
});
rmSync(out, { recursive: true, force: true });
process.exitCode = run.status ?? 1;
