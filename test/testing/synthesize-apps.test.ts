import { describe, expect, it } from 'vitest';
import { WebService } from '../../lib/index.js';
import { IMAGE, synth } from '../support/apps.js';

describe('the objects of an environment in a test', () => {
  const apps = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }));

  it('are found by kind and name', () => {
    expect(apps.get('Service', 'api').metadata.name).toBe('api');
    expect(apps.all('Service')).toHaveLength(1);
  });

  it('tell what there is when one is not found', () => {
    expect(() => apps.get('Service', 'apj')).toThrow('there is no Service "apj"; there are api');
    expect(() => apps.get('Ingress', 'api')).toThrow('there is no Ingress "api"; there are none');
  });
});
