import type { Ingress, KubernetesObject } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { routeHosts } from '../network/route/index.js';
import type { Check } from './check.js';
import { called, finding } from './findings.js';

/** The older of two HTTPRoutes gets the requests, and controllers of Ingresses choose as they like. */
export const routes: Check = {
  id: 'routes',
  title: 'No two routes ask for the same requests: host, path, method and headers',
  acceptable: true,
  examples: {
    bad: `new WebService(chart, 'api', { image, port: 8080, route: { host: 'shop' } });
new WebService(chart, 'pages', { image, port: 8080, route: { host: 'shop' } });`,
    good: `new WebService(chart, 'api', { image, port: 8080, route: { host: 'shop', paths: ['/api'] } });
new WebService(chart, 'pages', { image, port: 8080, route: { host: 'shop' } });`,
  },
  run(subject) {
    const first = new Map<string, Manifest>();
    return subject.manifests.flatMap((manifest) => {
      const others = new Map<Manifest, string>();
      for (const { where, key } of requestsOf(manifest.object)) {
        const other = first.get(key) ?? manifest;
        first.set(key, other);
        if (other !== manifest) others.set(other, where);
      }
      return [...others].map(([other, where]) =>
        finding(
          subject,
          manifest,
          `${called(manifest.object)} asks for ${where}, and so does ${called(other.object)} of "${other.component}"; give one of them another host or path`,
        ),
      );
    });
  },
};

interface Matching extends KubernetesObject {
  readonly spec?: {
    readonly parentRefs?: readonly object[];
    readonly rules?: readonly { readonly matches?: readonly { readonly path?: { readonly value?: string } }[] }[];
  };
}

const ANY_PATH = [{ path: { type: 'PathPrefix', value: '/' } }];

function requestsOf(object: KubernetesObject): { readonly where: string; readonly key: string }[] {
  if (object.kind === 'Ingress') {
    return ((object as Ingress).spec?.rules ?? []).flatMap(({ host = '*', http }) =>
      (http?.paths ?? []).map(({ path = '/', pathType }) => ({ where: `${host}${path}`, key: `Ingress ${host} ${pathType} ${path}` })),
    );
  }
  const { parentRefs = [], rules = [] } = (object as Matching).spec ?? {};
  return routeHosts(object).flatMap((host) =>
    rules.flatMap(({ matches = ANY_PATH }) =>
      matches.map((match) => ({
        where: `${host}${match.path?.value ?? ''}`,
        key: `${object.kind} ${host} ${JSON.stringify(match)} ${JSON.stringify(parentRefs)}`,
      })),
    ),
  );
}
