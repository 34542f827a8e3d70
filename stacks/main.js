// What Pulumi starts: index.ts, as TypeScript.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importTypeScript } from '../bin/import-typescript.js';

const folder = dirname(fileURLToPath(import.meta.url));
export const { namespace, digest, urls, certificatesUntil, clusterUid } = await importTypeScript(`export * from './index.ts'`, folder);
