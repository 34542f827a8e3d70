import type { Duration } from 'cdk8s';
import type { Environment } from '../../core/environment.js';
import { DEFAULT_WAIT_IMAGE } from '../../core/images.js';
import type { ExtraContainer } from '../workload.props.js';

/** Asks every second with `nc`, says once per address what it waits for, and gives up with a message at the deadline. */
const SCRIPT = `deadline=$(( $(date +%s) + $1 )); shift
for address in "$@"; do
  host=\${address%:*} port=\${address##*:}
  echo "waiting for $address"
  until nc -z -w 2 "$host" "$port" 2>/dev/null; do
    if [ "$(date +%s)" -ge "$deadline" ]; then
      echo "gave up waiting for $address: nothing accepts there" >&2
      exit 1
    fi
    sleep 1
  done
done
`;

export const WAIT_CONTAINER = 'wait-for-connections';

/** The init container that waits for what a workload connects to. */
export const waitContainer = (
  environment: Environment,
  addresses: readonly { readonly host: string; readonly port: number }[],
  deadline: Duration,
): ExtraContainer => ({
  name: WAIT_CONTAINER,
  image: environment.images?.wait ?? DEFAULT_WAIT_IMAGE,
  command: ['sh', '-c', SCRIPT, 'wait'],
  args: [String(deadline.toSeconds()), ...addresses.map(({ host, port }) => `${host}:${port}`)],
});
