import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export type Bundled = 'certificates' | 'kafka' | 'postgres' | 'redis';

/** The program of a client as one file for Node 18, with the packages it imports: a pod has no registry to install from. */
export const bundledClient = (program: Bundled): string => {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`clients/${program}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node18',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    // Packages that are CommonJS ask for Node's own modules by require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    // pg's optional ways to connect, which no container has.
    external: ['pg-native', 'cloudflare:sockets'],
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
};
