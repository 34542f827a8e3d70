// Loaded into every process that the bench measures: at its end, the most memory that it had, in KiB.
import { appendFileSync } from 'node:fs';

process.on('exit', () => appendFileSync(process.env.BENCH_MEMORY, `${process.resourceUsage().maxRSS}\n`));
