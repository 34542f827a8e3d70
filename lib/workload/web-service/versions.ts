import type { Component } from '../../core/component.js';
import { parseImage } from '../../core/images.js';
import type { Backend } from '../../network/route/index.js';
import type { Canary, WebServiceProps } from './web-service.props.js';

/** How a route divides its requests. */
export function shares(name: string, port: number, canary: Canary | undefined): readonly [Backend, ...Backend[]] {
  if (!canary) return [{ name, port }];
  return [
    { name, port, weight: 100 - canary.weight },
    { name: `${name}-canary`, port, weight: canary.weight },
  ];
}

export function checkVersions(component: Component, { route, canary, blueGreen }: WebServiceProps): void {
  if (canary && blueGreen) component.report('canary and blueGreen are two ways to bring out one version; use one of them');
  if (canary && !route) component.report("canary.weight is a share of a route's requests, and there is none; add route: { host }");
  if (canary && !(Number.isInteger(canary.weight) && canary.weight >= 0 && canary.weight <= 100)) {
    component.report(`canary.weight is the percentage that the canary gets, and the rest adds up to 100: 0 to 100 (got ${canary.weight})`);
  }
  for (const [prop, image] of Object.entries({ 'canary.image': canary?.image, 'blueGreen.green': blueGreen?.green })) {
    if (image === undefined || parseImage(image).tag || parseImage(image).digest) continue;
    component.report(`${prop} ${image} has no tag, and would be what the releases name for the service itself; write ${image}:<tag>`);
  }
}
