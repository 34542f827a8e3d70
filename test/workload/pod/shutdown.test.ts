import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { WebService, type WebServiceProps } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { mainOf, podOf } from '../../support/objects.js';

const shutdownOf = (shutdown?: WebServiceProps['shutdown']) => {
  const apps = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, shutdown }));
  return { lifecycle: mainOf(apps, 'api').lifecycle, grace: podOf(apps, 'api').terminationGracePeriodSeconds };
};

describe('shutdown', () => {
  it('waits ten seconds for endpoints to drop the pod, gives the process twenty, and five to spare', () => {
    expect(shutdownOf()).toEqual({ lifecycle: { preStop: { sleep: { seconds: 10 } } }, grace: 35 });
  });

  it('keeps the grace period above both when one is given', () => {
    expect(shutdownOf({ drain: Duration.seconds(30) })).toEqual({ lifecycle: { preStop: { sleep: { seconds: 30 } } }, grace: 55 });
    expect(shutdownOf({ timeout: Duration.minutes(2) })).toEqual({ lifecycle: { preStop: { sleep: { seconds: 10 } } }, grace: 135 });
  });

  it('has no hook for a drain of zero, which Kubernetes before 1.33 refuses to sleep', () => {
    expect(shutdownOf({ drain: Duration.seconds(0) }).lifecycle).toBeUndefined();
  });
});
