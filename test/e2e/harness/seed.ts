/** What the stacks of the tests are configured with. */
export const SEED = '6f1d7a0c5b0e4a2f8f0f3f5d6f6b7c8d';
export const API_TOKEN = 'c0ffee-5f0d1b77-token';
