/** How often a fault is repeated: once in CI, more in a campaign whose results are committed. */
export const RUNS = Number(process.env.E2E_RUNS ?? 1);

/** In a campaign, enough for a failure of one in ten thousand to show. */
export const REQUESTS = RUNS > 1 ? 10_000 : 3_000;
export const RATE = 200;
