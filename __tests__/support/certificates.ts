import { createCertificate } from '../../src/testing/pki/certificate.js';

/** A certificate and its key as PEM. Made anew for each test, so that no key lies in the repository. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** For a server when it has hosts, else for a client. */
  issue(name: string, options?: IssueOptions): Certificate;
}

interface IssueOptions {
  /** DNS names and IPv4 addresses. */
  readonly hosts?: readonly string[];
  readonly notAfter?: Date;
}

type Made = ReturnType<typeof createCertificate>;

const asPem = ({ certificate, privateKey }: Made): Certificate => ({ cert: certificate, key: privateKey });

/** A certificate authority that nobody trusts until told to. */
export function makeAuthority(commonName = 'test authority'): Authority {
  const authority = createCertificate({ commonName, use: 'authority' });
  return {
    ...asPem(authority),
    issue: (name, options = {}) => {
      const use = options.hosts === undefined ? 'client' : 'server';
      return asPem(createCertificate({ commonName: name, use, ...options }, authority));
    },
  };
}

/** A server's certificate that nobody else has signed. */
export function selfSigned(name: string, hosts: readonly string[]): Certificate {
  return asPem(createCertificate({ commonName: name, use: 'server', hosts }));
}
