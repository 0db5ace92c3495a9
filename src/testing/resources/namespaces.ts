import { namespacePrinter } from '../table/namespaces.js';
import type { ResourceDefinition } from './definition.js';
import { objectMeta, typeMeta } from './schema/core.js';
import { struct } from './schema/schema.js';
import { validateLabelName, validateMetadata } from './validation/metadata.js';

export const namespaces: ResourceDefinition<'namespaces'> = {
  resource: 'namespaces',
  plural: 'namespaces',
  kind: 'Namespace',
  group: '',
  version: 'v1',
  namespaced: false,
  shortNames: ['ns'],
  subresources: ['status'],
  schema: struct('Namespace', { ...typeMeta, metadata: objectMeta, spec: 'any', status: 'any' }),
  answersDeletedObject: true,
  fieldLabels: { 'status.phase': (namespace) => namespace.status.phase },
  table: namespacePrinter,
  bookmark: { spec: {}, status: {} },
  keepsCollection: true,
  checksPreconditionsLate: true,
  setDefaults(namespace) {
    namespace.metadata.labels = {
      ...namespace.metadata.labels,
      'kubernetes.io/metadata.name': namespace.metadata.name,
    };
  },
  prepareForUpdate(next, previous) {
    next.spec = previous.spec;
  },
  prepareForCreate(namespace) {
    namespace.spec = { finalizers: ['kubernetes'] };
    namespace.status = { phase: 'Active' };
  },
  // Until the namespace controller has emptied it.
  heldBack: (namespace) => (namespace.spec.finalizers ?? []).length > 0,
  prepareForDelete(namespace) {
    namespace.status = { phase: 'Terminating' };
    delete namespace.metadata.deletionGracePeriodSeconds;
  },
  validate: ({ metadata }) => validateMetadata(metadata, validateLabelName),
  validateUpdate: ({ metadata }) => validateMetadata(metadata, validateLabelName),
};
