import { describe, expect, it } from 'vitest';
import { type Environment, Worker } from '../../lib/index.js';
import { refusal, synth } from '../support/apps.js';
import { deploymentOf, mainOf } from '../support/objects.js';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const run = (image: string, environment: Partial<Environment> = {}) => {
  const apps = synth((chart) => new Worker(chart, 'worker', { image }), environment);
  return {
    image: mainOf(apps, 'worker').image,
    version: deploymentOf(apps, 'worker').metadata.labels?.['app.kubernetes.io/version'],
  };
};
const refused = (image: string, environment: Partial<Environment> = {}) =>
  refusal((chart) => new Worker(chart, 'worker', { image }), environment);

describe('an image', () => {
  it.each<[string, string, Partial<Environment>, string, string]>([
    ['its own tag', 'ghcr.io/acme/api:1.2', {}, 'ghcr.io/acme/api:1.2', '1.2'],
    ['its own digest', `ghcr.io/acme/api@${DIGEST}`, {}, `ghcr.io/acme/api@${DIGEST}`, 'a1a1a1a1a1a1'],
    ['the tag of the releases', 'ghcr.io/acme/api', { releases: { 'ghcr.io/acme/api': { tag: '3.1' } } }, 'ghcr.io/acme/api:3.1', '3.1'],
    [
      'the tag and digest of the releases',
      'ghcr.io/acme/api',
      { releases: { 'ghcr.io/acme/api': { tag: '3.1', digest: DIGEST } } },
      `ghcr.io/acme/api:3.1@${DIGEST}`,
      '3.1',
    ],
    [
      'its own tag before that of the releases',
      'ghcr.io/acme/api:1.2',
      { releases: { 'ghcr.io/acme/api': { tag: '3.1', digest: DIGEST } } },
      'ghcr.io/acme/api:1.2',
      '1.2',
    ],
    ['a registry with a port', 'registry:5000/acme/api:1.2', {}, 'registry:5000/acme/api:1.2', '1.2'],
    [
      'the mirror, which keeps its path',
      'ghcr.io/acme/api:1.2',
      { images: { mirror: 'mirror.example.com/all' } },
      'mirror.example.com/all/ghcr.io/acme/api:1.2',
      '1.2',
    ],
    [
      'an override without a version, which keeps its own',
      'ghcr.io/acme/api:1.2',
      { images: { overrides: { 'ghcr.io/acme/api': 'elsewhere.example.com/api' } } },
      'elsewhere.example.com/api:1.2',
      '1.2',
    ],
    [
      'an override, which no mirror touches',
      'ghcr.io/acme/api',
      { images: { mirror: 'mirror.example.com', overrides: { 'ghcr.io/acme/api': 'elsewhere.example.com/api:9' } } },
      'elsewhere.example.com/api:9',
      '9',
    ],
  ])('has %s', (_, reference, environment, image, version) => {
    expect(run(reference, environment)).toEqual({ image, version });
  });

  it.each(['ghcr.io/acme/api', 'registry:5000/acme/api'])('is refused without a tag: %s', (image) => {
    expect(refused(image)).toEqual([
      `[test] worker "worker": image ${image} has no tag; add it to the releases of environment "test" or write ${image}:<tag>`,
    ]);
  });

  it('is refused with the tag latest', () => {
    expect(refused('ghcr.io/acme/api:latest')).toEqual([
      '[test] worker "worker": image ghcr.io/acme/api has the tag "latest", which names another image every day; use a version',
    ]);
  });

  it('is refused when an override has the tag latest', () => {
    const problems = refused('ghcr.io/acme/api:1', { images: { overrides: { 'ghcr.io/acme/api': 'example.com/api:latest' } } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('has the tag "latest"');
  });

  it('is refused beside the main container as it is in it', () => {
    const sidecars = [{ name: 'proxy', image: 'ghcr.io/acme/proxy' }];
    expect(refusal((chart) => new Worker(chart, 'worker', { image: 'ghcr.io/acme/api:1', sidecars }))).toEqual([
      '[test] worker "worker": image ghcr.io/acme/proxy has no tag; add it to the releases of environment "test" or write ghcr.io/acme/proxy:<tag>',
    ]);
  });

  it('has a version label that Kubernetes accepts, however long its tag', () => {
    const tag = `${'1'.repeat(62)}.${'2'.repeat(20)}`;
    expect(run(`ghcr.io/acme/api:${tag}`).version).toMatch(/^[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/);
  });
});
