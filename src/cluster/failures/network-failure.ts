/** An error and what it was caused by, the outermost first. */
function* causes(error: unknown): Generator<{ code?: unknown; name?: unknown; message?: unknown }> {
  const seen = new Set<unknown>();
  for (let cause = error; typeof cause === 'object' && cause !== null && !seen.has(cause);) {
    seen.add(cause);
    yield cause;
    cause = (cause as { cause?: unknown }).cause;
  }
}

/** The first text `code` among an error and its causes: `ECONNRESET`, `UND_ERR_SOCKET` … Not this library's own. */
export function networkCode(error: unknown): string | undefined {
  for (const { code } of causes(error)) {
    if (typeof code === 'string' && code !== 'API_CONNECTION') return code;
  }
  return undefined;
}

/** Sources: errno of sockets; node:internal/errors; undici's and llhttp's own codes. */
const brokenConnection =
  /^(E(AI_AGAIN|CONN\w+|PIPE|SOCKETTIMEDOUT|TIMEDOUT|NOTFOUND|HOST\w+|NET\w+|ADDRNOTAVAIL|PROTO)|ERR_(STREAM_PREMATURE_CLOSE|HTTP2_\w+|SOCKET_\w+)|UND_ERR_(?!INVALID|NOT_SUPPORTED)\w+|HPE_\w+)$/;

/** Sources: OpenSSL's verify codes as node:tls names them (X509_V_ERR_…), and ERR_TLS_CERT_ALTNAME_INVALID. */
const refusedCertificate = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_SSL_|^ERR_TLS_/;

/** Nothing was sent when one of these comes back: there was no connection to send it on. */
const notConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether an error of some HTTP client means that the connection failed, broke or was ended, or its answer cut. */
export function isNetworkFailure(error: unknown): boolean {
  const code = networkCode(error);
  if (code !== undefined && (brokenConnection.test(code) || refusedCertificate.test(code))) return true;
  for (const { name, message } of causes(error)) {
    if (name === 'FetchError' || name === 'AbortError' || name === 'TimeoutError') return true;
    // JSON.parse: an answer that was cut off, or that something other than an API server gave.
    if (name === 'SyntaxError') return true;
    if (name === 'TypeError' && (message === 'fetch failed' || message === 'terminated')) return true;
  }
  return false;
}

/** Whether the two sides did not agree on TLS: trying again changes nothing. */
export function isRefusedCertificate(error: unknown): boolean {
  return refusedCertificate.test(networkCode(error) ?? '');
}

/** Whether an error proves that no byte of the request reached the server. */
export function isNeverSent(error: unknown): boolean {
  return notConnected.test(networkCode(error) ?? '') || isRefusedCertificate(error);
}
