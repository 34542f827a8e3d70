import { addSecrets } from '../../core/add-secrets.js';
import type { Component } from '../../core/component.js';
import type { Usable } from '../../core/connection.js';
import type { HorizontalPodAutoscaler } from '../../core/kubernetes.js';
import { labels } from '../../core/labels.js';
import type { Patch } from '../../core/patch.js';
import { type KedaTrigger, type ScaledObject, scaledObject, triggerAuthentication } from './keda.objects.js';
import { horizontalPodAutoscaler } from './scale.objects.js';
import { triggerNames, withDefaultTarget } from './scaling.js';
import type { AutoScale } from './scaling.props.js';
import { type Trigger, triggersOf } from './triggers.js';
import type { Triggers } from './triggers.props.js';

export interface ScalerPatches {
  readonly horizontalPodAutoscaler?: Patch<HorizontalPodAutoscaler>;
  readonly scaledObject?: Patch<ScaledObject>;
}

/** One scaler, whatever it looks at: two on one workload would undo each other. */
export function addScaler(component: Component, scaling: AutoScale, uses: readonly Usable[], patch: ScalerPatches): void {
  const identity = component.identity();
  const target = withDefaultTarget(scaling);
  if (triggerNames(scaling).length === 0) {
    component.add('scaler', horizontalPodAutoscaler(identity, target), patch.horizontalPodAutoscaler);
    return;
  }
  const triggers = [...resourceTriggers(target), ...addTriggers(component, scaling, uses)];
  component.add('scaler', scaledObject(identity, target, triggers), patch.scaledObject);
}

const resourceTriggers = ({ cpu, memory }: AutoScale): KedaTrigger[] =>
  Object.entries({ cpu, memory }).flatMap(([type, value]) =>
    value === undefined ? [] : [{ type, metricType: 'Utilization' as const, metadata: { value: String(value) } }],
  );

/** The triggers with what they authenticate with: a TriggerAuthentication each, and a Secret for what the stack fills. */
export function addTriggers(component: Component, triggers: Triggers, uses: readonly Usable[]): KedaTrigger[] {
  const seen = new Map<string, number>();
  return triggersOf(component, triggers, uses).map(({ secrets, variables, podIdentity, ...trigger }) => {
    const count = (seen.get(trigger.type) ?? 0) + 1;
    seen.set(trigger.type, count);
    if (!secrets && !variables && !podIdentity) return trigger;
    const name = `${component.name}-${trigger.type}${count > 1 ? `-${count}` : ''}`;
    addAuthentication(component, name, { secrets, variables, podIdentity });
    return { ...trigger, authenticationRef: { name } };
  });
}

function addAuthentication(
  component: Component,
  name: string,
  { secrets = {}, variables, podIdentity }: Pick<Trigger, 'secrets' | 'variables' | 'podIdentity'>,
): void {
  const places = addSecrets(component, name, secrets);
  const targets = Object.entries(places).map(([parameter, place]) => ({ parameter, ...place }));
  component.add(
    `authentication-${name}`,
    triggerAuthentication(name, labels(component.identity()), {
      secretTargetRef: targets.length > 0 ? targets : undefined,
      env: variables && Object.entries(variables).map(([parameter, variable]) => ({ parameter, name: variable })),
      podIdentity,
    }),
  );
}
