import { describe, expect, it } from 'vitest';
import { type ConfigMap, WebService } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { deploymentOf } from '../../support/objects.js';

const withFiles = (files: Readonly<Record<string, string>>) =>
  synth((chart) => {
    new WebService(chart, 'api', { image: IMAGE, port: 8080, config: { mountPath: '/etc/api', files } });
    new WebService(chart, 'other', { image: IMAGE, port: 8080, config: { mountPath: '/etc/other', files: { a: 'same' } } });
  });
const HASH = 'evenkeel.dev/config-hash';

describe('configuration', () => {
  it('is a ConfigMap of the component with the files, created before the pods', () => {
    const apps = withFiles({ 'a.json': '{}' });
    expect(apps.get<ConfigMap>('ConfigMap', 'api').data).toEqual({ 'a.json': '{}' });
    expect(apps.stack.manifests.find(({ object }) => object.kind === 'ConfigMap')?.stage).toBe('configuration');
  });

  it('that changes rolls the pods of its component and nothing else', () => {
    const before = withFiles({ 'a.json': '{}' });
    const after = withFiles({ 'a.json': '{ "b": 1 }' });
    const changed = [...after.stack.files].filter(([path, yaml]) => before.stack.files.get(path) !== yaml).map(([path]) => path);
    expect(changed.sort()).toEqual(['shop/api/configmap.api.yaml', 'shop/api/deployment.api.yaml']);

    const { spec: old } = deploymentOf(before, 'api');
    const { spec } = deploymentOf(after, 'api');
    expect(spec.template.metadata.annotations?.[HASH]).not.toBe(old.template.metadata.annotations?.[HASH]);
    const annotations = { ...spec.template.metadata.annotations, [HASH]: old.template.metadata.annotations?.[HASH] };
    expect({ ...spec, template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } } }).toEqual(old);
  });

  it('that is none leaves no annotation', () => {
    const apps = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }));
    expect(deploymentOf(apps, 'api').spec.template.metadata.annotations).toBeUndefined();
    expect(apps.all('ConfigMap')).toEqual([]);
  });
});
