import { all } from './schema.js';
import { typeOf } from './table.js';

export const typeMeta = all('string', 'kind', 'apiVersion');
export const objectMeta = typeOf('ObjectMeta');
export const podSpec = typeOf('PodSpec');
