/** Numbers that a seed determines. */
export interface Random {
  /** Evenly in [from, to). */
  readonly between: (from: number, to: number) => number;
  readonly shuffled: <T>(items: readonly T[]) => T[];
}

/** Marsaglia's xorshift with 32 bits of state (https://doi.org/10.18637/jss.v008.i14): any seed but 0. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  return {
    between: (from, to) => from + next() * (to - from),
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
};
