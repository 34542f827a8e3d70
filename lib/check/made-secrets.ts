import type { KubernetesObject } from '../core/kubernetes.js';

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
  readonly spec?: { readonly secretName?: string };
}
const CERTIFICATE_KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

/** What External Secrets and cert-manager make of an object. */
export function secretsMadeBy(object: KubernetesObject): MadeSecret[] {
  if (object.kind === 'ExternalSecret') {
    const { target, data = [], dataFrom } = (object as ExternalSecret).spec ?? {};
    const keys = dataFrom || target?.template ? undefined : data.map(({ secretKey }) => secretKey);
    return [{ name: target?.name ?? object.metadata.name, keys }];
  }
  if (object.kind === 'Certificate') {
    const { secretName } = (object as Certificate).spec ?? {};
    return secretName ? [{ name: secretName, keys: CERTIFICATE_KEYS }] : [];
  }
  return [];
}
