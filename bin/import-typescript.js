// Runs TypeScript without a loader: one esbuild pass over the project's own files (installed packages stay as they are)
// takes a tenth of a second, where a loader's hooks on every module of every package take several.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ADDRESS = 'importMetaUrl';

/** A bundle has one address; each file keeps its own, for those who read what lies beside them. */
const keepAddresses = {
  name: 'keep-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const address = `const ${ADDRESS} = ${JSON.stringify(pathToFileURL(path).href)};`;
      return { contents: source.includes('import.meta.url') ? `${address}${source}` : source, loader: 'ts' };
    });
  },
};

/**
 * Imports a module given as source text, whose imports may be TypeScript.
 *
 * @param {string} contents for example `export * from '/project/apps/platform.ts'`
 * @param {string} folder where its relative imports start; node_modules is in it or above
 */
export async function importTypeScript(contents, folder) {
  const cache = join(packagesOf(folder), '.cache/evenkeel');
  const outfile = join(cache, `bundle-${process.pid}.mjs`);
  mkdirSync(cache, { recursive: true });
  try {
    await build({
      stdin: { contents, resolveDir: folder },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      external: ['file:*'],
      sourcemap: 'inline',
      plugins: [keepAddresses],
      define: { 'import.meta.url': ADDRESS },
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** The nearest node_modules: the bundle must lie where it finds the packages. */
function packagesOf(folder) {
  const here = join(folder, 'node_modules');
  return existsSync(here) || dirname(folder) === folder ? here : packagesOf(dirname(folder));
}
