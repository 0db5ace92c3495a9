import type { ApiRequest } from '../api-request.js';
import type { ApiResponseFacts } from '../errors.js';
import { permissions } from '../permissions.js';

/** Source: k8s.io/apiserver/pkg/authentication/request/anonymous; passwords went with Kubernetes 1.19. */
const anonymousAdvice =
  'The API server found no credentials in the request: give the user of the kubeconfig a client certificate, a token, a ' +
  'tokenFile or an exec plug-in (username and password are none to Kubernetes).';

/** What to do about a refusal; empty when the server's own words say it. */
export function apiAdvice(facts: ApiResponseFacts, text: string, what: ApiRequest): string {
  const { status, details, causes = [] } = facts;
  const namespace = `"${what.namespace ?? ''}"`;
  if (status === 401) {
    return 'The credentials were not accepted: they may have expired, or belong to another cluster. Log in again, or choose another context.';
  }
  if (status === 403) {
    if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) {
      return `The namespace ${namespace} is being deleted: use another one, or wait until it is gone and create it again.`;
    }
    if (text.includes('exceeded quota')) return 'Wait until other Jobs are gone, or have the quota raised.';
    if (text.includes('User "system:anonymous" cannot ')) return anonymousAdvice;
    return text.includes(' cannot ') || text === '' ? rbacAdvice(what) : '';
  }
  if (status === 404 && details?.kind === 'namespaces') {
    return `Create the namespace ${namespace}, or name one that exists.`;
  }
  if (status === 404 && facts.reason === undefined) {
    return 'This is not the answer of a Kubernetes API server: check the address of the cluster in the kubeconfig.';
  }
  if (status >= 300 && status < 400) {
    return 'Redirects are not followed: check the address of the cluster in the kubeconfig; something else may answer there.';
  }
  if (status === 413) return 'The object is too large for the API server, which takes 3 MiB.';
  if (status === 429 || status >= 500) return 'Try again later.';
  return '';
}

function rbacAdvice({ verb, resource, namespace }: ApiRequest): string {
  const group = permissions.find((right) => right.resource === resource)?.apiGroup ?? '';
  const bound = namespace === undefined ? 'a ClusterRole' : `a Role in namespace "${namespace}"`;
  return `Give the user or service account the verb "${verb}" on "${resource}" (API group "${group}") by ${bound}.`;
}
