import type { Component } from '../core/component.js';
import type { Rendered } from '../core/manifest.js';
import type { Finding } from './check.js';
import { once } from './indexes.js';

export const componentsByName = once(
  (components: readonly Component[]) => new Map(components.map((component) => [component.name, component])),
);

/** `web-service "api": …`; an object that no component made is named by the construct that it is in. */
export function finding({ components }: Rendered, component: string, sentence: string): Finding {
  const owner = componentsByName(components).get(component);
  return { component, problem: `${owner ? `${owner.kind} ` : ''}"${component}": ${sentence}` };
}

/** `Deployment "api"`: how sentences call an object. */
export const called = ({ kind, metadata }: { readonly kind: string; readonly metadata: { readonly name: string } }): string =>
  `${kind} "${metadata.name}"`;
