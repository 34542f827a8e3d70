/** Longest component name: a CronJob appends 11 characters to its own, and a label's value ends at 63. */
export const MAX_NAME_LENGTH = 52;

/** What Kubernetes says about a Service's name (RFC 1035 label), or undefined where it has nothing to say. */
export function nameProblem(name: string): string | undefined {
  if (name.length > MAX_NAME_LENGTH) {
    return `a name has at most ${MAX_NAME_LENGTH} characters (got ${name.length}: ${name}); shorten it`;
  }
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return `a name is lower-case letters, digits and "-", starts with a letter and ends with a letter or digit (got ${JSON.stringify(name)}); rename it`;
  }
  return undefined;
}

/** `orders-db` → `ORDERS_DB`: how a component's name begins an environment variable. */
export const variablePrefix = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase();
