#!/usr/bin/env node
// Starts the CLI on the user's TypeScript without a loader: one esbuild pass over the platform's files (installed packages
// stay as they are) takes a tenth of a second, where a loader's hooks on every module take more than one.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'build/lib/cli/main.js');
const sources = join(root, 'lib/cli/main.ts');

const flag = process.argv.indexOf('--platform');
const platform = resolve(flag > 0 ? process.argv[flag + 1] : 'apps/platform.ts');
if (!existsSync(platform)) {
  console.error(
    `evenkeel: there is no ${platform}; run from the project's folder, or give --platform FILE (a module that exports "platform")`,
  );
  process.exit(1);
}

/** A bundle has one address; each file keeps its own, for those who read what lies beside them. */
const keepAddresses = {
  name: 'keep-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }));
  },
};

// In a checkout the library's own sources are part of the bundle, so that platform and CLI share its classes.
const inCheckout = existsSync(sources) && platform.startsWith(`${root}/`) && !platform.includes('/node_modules/');
const cli = inCheckout && !platform.startsWith(join(root, 'examples/')) ? sources : built;
const cache = resolve('node_modules/.cache/evenkeel');
const outfile = join(cache, `platform-${process.pid}.mjs`);
mkdirSync(cache, { recursive: true });
try {
  await build({
    stdin: {
      contents: `export { run } from ${JSON.stringify(cli === built ? pathToFileURL(built).href : cli)};\nexport { platform } from ${JSON.stringify(platform)};`,
      resolveDir: process.cwd(),
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: ['file:*'],
    sourcemap: 'inline',
    plugins: [keepAddresses],
    logLevel: 'error',
  });
  const bundle = await import(pathToFileURL(outfile).href);
  await bundle.run(process.argv, bundle.platform);
} finally {
  rmSync(outfile, { force: true });
}
