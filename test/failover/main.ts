/** Breaks a data service on a real cluster while clients write, and reads everything back: `npm run failover -- redis`. */
import { writeFileSync } from 'node:fs';
import { prepareCluster } from '../e2e/harness/cluster.js';
import { parseOptions } from './options.js';
import { picture } from './picture.js';
import { failures, summary } from './summary.js';

/** The names of a run's records and, by that, of its writers' pods: every run has pods, and so journals, of its own. */
process.env.FAILOVER_RUN ??= Date.now().toString(36);

const campaign = async (): Promise<readonly string[]> => {
  const options = parseOptions(process.argv.slice(2));
  await prepareCluster();
  // Loaded once the run has its name, and the cluster's address is known.
  const [{ runCampaign }, { resultOf, writeResult, writeSample }, { services }] = await Promise.all([
    import('./campaign.js'),
    import('./results.js'),
    import('./services/index.js'),
  ]);
  const result = resultOf(await runCampaign(services[options.service], options), options);
  if (options.sample) writeSample(result);
  else {
    writeResult(result);
    if (result.run === 'campaign') writeFileSync(new URL(`../../docs/failover-${options.service}.svg`, import.meta.url), picture(result));
  }
  console.log(summary(result));
  return failures(result, options);
};

try {
  const wrong = await campaign();
  for (const sentence of wrong) console.error(`FAILED: ${sentence}`);
  process.exit(wrong.length > 0 ? 1 : 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
