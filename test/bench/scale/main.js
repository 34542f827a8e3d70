// What the bench starts as a process of its own: the TypeScript file that the first argument names, without a loader.
import { importTypeScript } from '../../../bin/import-typescript.js';

const [, , file, ...rest] = process.argv;
process.argv.splice(2, process.argv.length, ...rest);
await importTypeScript(`import './${file}';`, import.meta.dirname);
