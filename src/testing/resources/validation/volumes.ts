import { duplicate, forbiddenValue, invalidValue, notFoundValue, required } from '../../objects/causes.js';
import type { Cause } from '../../objects/status.js';
import type { Container } from '../../objects/types.js';
import { validateLabelName } from './metadata.js';

export interface Volume {
  readonly name?: string;
  readonly [source: string]: unknown;
}

/** `ValidateVolumes` (pkg/apis/core/validation); the sources themselves are not looked into. */
export function validateVolumes(volumes: readonly Volume[], field: string): Cause[] {
  const names = new Set<string>();
  return volumes.flatMap(({ name = '', ...sources }, index) => {
    const at = `${field}[${index}]`;
    const causes = [
      ...furtherSources(sources).map((source) =>
        forbiddenValue(`${at}.${source}`, 'may not specify more than 1 volume type'),
      ),
      ...(name === ''
        ? [required(`${at}.name`)]
        : validateLabelName(name).map((text) => invalidValue(`${at}.name`, name, text))),
      ...(names.has(name) ? [duplicate(`${at}.name`, name)] : []),
    ];
    if (causes.length === 0) names.add(name);
    return causes;
  });
}

/** The order in which the API server looks for them: the first one found counts. */
const order =
  'emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker ' +
  'persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume ' +
  'photonPersistentDisk portworxVolume azureDisk storageos projected scaleIO csi ephemeral image';

const furtherSources = (sources: object): string[] =>
  order
    .split(' ')
    .filter((name) => name in sources)
    .slice(1);

/** `ValidateVolumeMounts` (pkg/apis/core/validation) */
export function validateMounts(
  mounts: NonNullable<Container['volumeMounts']>,
  volumes: readonly Volume[],
  field: string,
): Cause[] {
  const paths = new Set<string>();
  return mounts.flatMap(({ name = '', mountPath = '' }, index) => {
    const at = `${field}[${index}]`;
    const again = paths.has(mountPath);
    paths.add(mountPath);
    return [
      ...(name === '' ? [required(`${at}.name`)] : []),
      ...(volumes.some((volume) => volume.name === name) ? [] : [notFoundValue(`${at}.name`, name)]),
      ...(mountPath === '' ? [required(`${at}.mountPath`)] : []),
      ...(again ? [invalidValue(`${at}.mountPath`, mountPath, 'must be unique')] : []),
    ];
  });
}
