import type { Rule } from '../walk.js';
import {
  container,
  containers,
  execAction,
  lifecycleHandler,
  probe,
  resizePolicies,
  resizePolicy,
  restartRule,
  restartRuleExitCodes,
  sleeps,
} from './container.js';
import { deprecatedAnnotations, deprecatedNodeLabels, deprecatedVolume } from './deprecated.js';
import { envFrom, envNames, envVar, fieldRef, named, resourceFieldRef } from './env.js';
import { completionMode, indexedName, jobSpec, restartPolicy } from './job-spec.js';
import { metadata, templateLabels } from './metadata.js';
import { exitCodes, podCondition, podFailurePolicy, podFailurePolicyRule } from './pod-failure-policy.js';
import { podNames, podSpec } from './pod-spec.js';
import { podResourceClaim, podResources, resourceClaims, resources } from './resources.js';
import { nodeSelectorRequirement, nodeSelectorTerm, toleration, topologySpread } from './scheduling.js';
import { profile, securityContext } from './security.js';
import { jobSelector, labelSelectorRequirement } from './selector.js';
import { successPolicy, successPolicyRule } from './success-policy.js';
import {
  claimSpec,
  configMapVolume,
  downwardFile,
  emptyDir,
  ephemeralVolume,
  mountPropagation,
  mounts,
  projectedPaths,
  projection,
  secretVolume,
  volume,
  volumeMount,
} from './volumes.js';

/** What is checked of an object of a type, beyond the fields one by one. */
export const rules: ReadonlyMap<string, readonly Rule[]> = new Map<string, readonly Rule[]>([
  ['Job', [metadata, templateLabels, indexedName]],
  ['JobSpec', [completionMode, jobSpec, restartPolicy, podFailurePolicy, successPolicy, jobSelector]],
  ['PodFailurePolicyRule', [podFailurePolicyRule]],
  ['PodFailurePolicyOnPodConditionsPattern', [podCondition]],
  ['PodFailurePolicyOnExitCodesRequirement', [exitCodes]],
  ['SuccessPolicyRule', [successPolicyRule]],
  ['LabelSelectorRequirement', [labelSelectorRequirement]],
  ['PodTemplateSpec', [deprecatedAnnotations]],
  [
    'PodSpec',
    [
      podNames,
      podSpec,
      containers,
      sleeps,
      mounts,
      resourceClaims,
      podResources,
      topologySpread,
      deprecatedNodeLabels,
    ],
  ],
  ['Container', [container, envNames, mountPropagation, resizePolicies]],
  ['ContainerResizePolicy', [resizePolicy]],
  ['ContainerRestartRule', [restartRule]],
  ['ContainerRestartRuleOnExitCodes', [restartRuleExitCodes]],
  ['EnvVar', [envVar]],
  ['EnvFromSource', [envFrom]],
  ['ConfigMapEnvSource', [named]],
  ['SecretEnvSource', [named]],
  ['ConfigMapKeySelector', [named]],
  ['SecretKeySelector', [named]],
  ['ObjectFieldSelector', [fieldRef]],
  ['ResourceFieldSelector', [resourceFieldRef]],
  ['Probe', [probe]],
  ['LifecycleHandler', [lifecycleHandler]],
  ['ExecAction', [execAction]],
  ['ResourceRequirements', [resources]],
  ['PodResourceClaim', [podResourceClaim]],
  ['VolumeMount', [volumeMount]],
  ['Volume', [volume, deprecatedVolume]],
  ['ConfigMapVolumeSource', [configMapVolume]],
  ['SecretVolumeSource', [secretVolume]],
  ['EmptyDirVolumeSource', [emptyDir]],
  ['EphemeralVolumeSource', [ephemeralVolume]],
  ['PersistentVolumeClaimSpec', [claimSpec]],
  ['DownwardAPIVolumeFile', [downwardFile]],
  ['ProjectedVolumeSource', [projectedPaths]],
  ['VolumeProjection', [projection]],
  ['ConfigMapProjection', [configMapVolume]],
  ['SecretProjection', [configMapVolume]],
  ['SecurityContext', [securityContext]],
  ['SeccompProfile', [profile]],
  ['AppArmorProfile', [profile]],
  ['Toleration', [toleration]],
  ['NodeSelectorRequirement', [nodeSelectorRequirement]],
  ['NodeSelectorTerm', [nodeSelectorTerm]],
]);
