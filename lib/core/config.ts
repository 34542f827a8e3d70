import { createHash } from 'node:crypto';
import type { ConfigMap, Labels } from './kubernetes.js';

/** The ConfigMap of a component's files. Its name stays; its hash annotates the pods. */
export const configMap = (name: string, files: Readonly<Record<string, string>>, labels: Labels): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data: files,
});

/** 16 hexadecimal digits that change with any file's name or content, and not with their order. */
export function contentHash(files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) hash.update(`${name}\0${files[name]}\0`);
  return hash.digest('hex').slice(0, 16);
}
