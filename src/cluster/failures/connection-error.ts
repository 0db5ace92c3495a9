import { describeRequest, describeServer, type ApiRequest } from '../api-request.js';
import { ApiConnectionError } from '../errors.js';

const certificate = 'Is certificate-authority in the kubeconfig the one of this cluster?';
const reach = 'Is the cluster up, is it the right context, and does a VPN or proxy-url lack?';

/** Codes of Node, the system and OpenSSL (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: `nothing listens there (connection refused). Is the cluster up, and is it the right context?`,
  ENOTFOUND: `its host name can not be resolved. Is the address in the kubeconfig right, and is the network (VPN) up?`,
  EAI_AGAIN: `its host name can not be resolved just now. Is the network up?`,
  ETIMEDOUT: `it did not answer in time. ${reach}`,
  EHOSTUNREACH: `there is no way to its host. ${reach}`,
  ENETUNREACH: `there is no way to its network. ${reach}`,
  ECONNRESET: 'the connection broke before the answer was complete.',
  EPIPE: 'the connection broke before the request was sent.',
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed and not trusted. ${certificate}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate comes from an authority that is not trusted. ${certificate}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate comes from an authority that is not trusted. ${certificate}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate comes from an authority that is not known. ${certificate}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate comes from an authority that is not known. ${certificate}`,
  CERT_SIGNATURE_FAILURE: `its certificate is not signed by the trusted authority. ${certificate}`,
  CERT_HAS_EXPIRED: 'its certificate has expired. Renew it, or look at the clock of this machine.',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet. Look at the clock of this machine.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name. Use a name of the certificate as server, or set tls-server-name in the kubeconfig.',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'it does not speak TLS. Should the server in the kubeconfig begin with http://?',
  EPROTO: 'TLS could not be agreed on.',
};

/** OpenSSL's words, which come under changing codes (`EPROTO`, `ERR_SSL_…`). */
const tlsWords: readonly (readonly [RegExp, string])[] = [
  [/wrong version number/, 'it does not speak TLS. Should the server in the kubeconfig begin with http://?'],
  [
    /alert (?:handshake failure|unknown ca|.*certificate)/,
    'it did not accept the client certificate of this user, or wants one.',
  ],
  [
    /before secure TLS connection/,
    'it closed the connection while TLS was set up. Does it accept the client certificate of this user?',
  ],
];

/** A request without an answer, or with half of one, as a sentence; the error of the connection is the cause. */
export function toConnectionError(cause: unknown, what: ApiRequest): ApiConnectionError {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
  return new ApiConnectionError(
    `Could not ${describeRequest(what)} at the ${describeServer(what)}: ${explain(code, message ?? String(cause))}`,
    { cause },
  );
}

function explain(code: unknown, message: string): string {
  if (code === 'BAD_ANSWER') return `the answer can not be used: ${message}.`;
  if (code === 'EPROXY') return `${message}. Look at proxy-url in the kubeconfig.`;
  if (typeof code !== 'string') return `the connection failed (${message}).`;
  const words = tlsWords.find(([pattern]) => pattern.test(message))?.[1] ?? explanations[code];
  if (words !== undefined) return `${words.replace(/\.$/, '')} (${code})${words.endsWith('?') ? '' : '.'}`;
  return code.startsWith('HPE_')
    ? `it does not speak HTTP (${code}). Should the server in the kubeconfig begin with https://?`
    : `the connection failed (${code}).`;
}
