#!/usr/bin/env node
// The command line: finds the platform, and starts the CLI on it.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { importTypeScript } from './import-typescript.js';

// A checkout has the library's sources: they become part of the same bundle as the platform, which imports them too, so
// that both share their classes, built or not. A package has none: its CLI is imported as it stands, and finds the same
// modules as the platform's own `import 'evenkeel'`.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'lib/cli/main.ts');
const cli = existsSync(sources) ? sources : pathToFileURL(join(root, 'build/lib/cli/main.js')).href;

// The one option that is needed before the CLI runs; it knows the others, and tells about wrong ones.
const { values } = parseArgs({ options: { platform: { type: 'string', default: 'apps/platform.ts' } }, strict: false });
const platformFile = resolve(String(values.platform));
if (!existsSync(platformFile)) {
  console.error(
    `evenkeel: there is no ${platformFile}; run from the project's folder, or give --platform FILE (a module that exports "platform")`,
  );
  process.exit(1);
}

const bundle = `export { run } from ${JSON.stringify(cli)};\nexport { platform } from ${JSON.stringify(platformFile)};`;
try {
  const { run, platform } = await importTypeScript(bundle, dirname(platformFile));
  await run(process.argv, platform);
} catch (error) {
  // A file that esbuild cannot read: it has said which and why. Anything else is a defect, and keeps its stack trace.
  if (!Array.isArray(error?.errors)) throw error;
  process.exitCode = 1;
}
