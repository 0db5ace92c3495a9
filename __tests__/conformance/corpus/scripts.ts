import { access } from './access.js';
import { events, namespaces } from './events-and-namespaces.js';
import { expiry } from './expiry.js';
import { fieldValidation } from './field-validation.js';
import { invalid } from './invalid.js';
import { jobCreate } from './job-create.js';
import { list } from './list.js';
import { logs } from './logs.js';
import { overload } from './overload.js';
import { pods } from './pods.js';
import { remove } from './remove.js';
import type { Script } from './script.js';
import { tables } from './table.js';
import { update } from './update.js';
import { watch } from './watch.js';

/** The conformance corpus. */
export const scripts: readonly Script[] = [
  jobCreate,
  fieldValidation,
  invalid,
  update,
  remove,
  list,
  watch,
  pods,
  events,
  namespaces,
  access,
  tables,
  expiry,
  logs,
  overload,
];
