import { CERTIFICATE_KEYS } from '../core/certificates.js';
import type { KubernetesObject } from '../core/kubernetes.js';
import { ISSUER_ANNOTATION } from '../network/route/index.js';

/** A Secret that something in the cluster makes because an object asks for it. */
interface MadeSecret {
  readonly name: string;
  /** Undefined where only the maker knows. */
  readonly keys?: readonly string[];
}

/** https://external-secrets.io/latest/api/externalsecret/, as anybody may write it. */
interface ExternalSecret extends KubernetesObject {
  readonly spec?: {
    readonly target?: { readonly name?: string; readonly template?: object };
    readonly data?: readonly { readonly secretKey: string }[];
    readonly dataFrom?: readonly object[];
  };
}

/** https://cert-manager.io/docs/usage/certificate/ */
interface Certificate extends KubernetesObject {
  readonly spec?: { readonly secretName?: string; readonly keystores?: object; readonly additionalOutputFormats?: readonly object[] };
}

/** https://cert-manager.io/docs/usage/gateway/: what a Gateway or an Ingress with an issuer names, cert-manager makes. */
interface Annotated extends KubernetesObject {
  readonly spec?: {
    readonly listeners?: readonly { readonly tls?: { readonly certificateRefs?: readonly { readonly name: string }[] } }[];
    readonly tls?: readonly { readonly secretName?: string }[];
  };
}

/** What External Secrets and cert-manager make of an object. */
export function secretsMadeBy(object: KubernetesObject): MadeSecret[] {
  if (object.kind === 'ExternalSecret') {
    const { target, data = [], dataFrom } = (object as ExternalSecret).spec ?? {};
    const keys = dataFrom || target?.template ? undefined : data.map(({ secretKey }) => secretKey);
    return [{ name: target?.name ?? object.metadata.name, keys }];
  }
  if (object.kind === 'Certificate') {
    const { secretName, keystores, additionalOutputFormats } = (object as Certificate).spec ?? {};
    const keys = keystores || additionalOutputFormats ? undefined : CERTIFICATE_KEYS;
    return secretName ? [{ name: secretName, keys }] : [];
  }
  if (object.metadata.annotations?.[ISSUER_ANNOTATION] === undefined) return [];
  const { listeners = [], tls = [] } = (object as Annotated).spec ?? {};
  const names = [
    ...listeners.flatMap((listener) => listener.tls?.certificateRefs?.map(({ name }) => name) ?? []),
    ...tls.flatMap(({ secretName }) => secretName ?? []),
  ];
  return [...new Set(names)].map((name) => ({ name, keys: CERTIFICATE_KEYS }));
}
