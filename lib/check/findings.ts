import type { Component } from '../core/component.js';
import type { Manifest, Rendered } from '../core/manifest.js';
import type { Finding } from './check.js';
import { once } from './indexes.js';

/** Whose an object is: a component of an app, or whatever else stands in a chart under that id. */
export type Owner = Pick<Manifest, 'app' | 'component'>;

export const componentsByName = once(
  (components: readonly Component[]) => new Map(components.map((component) => [component.name, component])),
);

/** Undefined where no component made the object. */
export function ownerOf({ components }: Pick<Rendered, 'components'>, { app, component }: Owner): Component | undefined {
  const named = componentsByName(components).get(component);
  return named?.app === app ? named : undefined;
}

/** Whether two objects belong together: one component made both, or both stand in one chart and no component made either. */
export function areTogether(rendered: Pick<Rendered, 'components'>, a: Owner, b: Owner): boolean {
  const [one, other] = [ownerOf(rendered, a), ownerOf(rendered, b)];
  return one || other ? one === other : a.app === b.app;
}

/** `web-service "api": …`; an object that no component made is named by the construct that it is in. */
export function finding(rendered: Rendered, whose: Owner, sentence: string): Finding {
  const { app, component } = whose;
  const owner = ownerOf(rendered, whose);
  return { app, component, problem: `${owner ? `${owner.kind} ` : ''}"${component}": ${sentence}` };
}

/** `Deployment "api"`: how sentences call an object. */
export const called = ({ kind, metadata }: { readonly kind: string; readonly metadata: { readonly name: string } }): string =>
  `${kind} "${metadata.name}"`;
