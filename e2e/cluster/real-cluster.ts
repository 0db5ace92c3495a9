import type { Certificate, CertificateRequest } from '../../src/testing/pki/certificate.js';
import type { Tokens } from './pki/cluster-pki.js';
import type { KubeConfigUser } from './pki/kube-config-text.js';
import type { KubernetesVersion } from './versions.js';

/** An image made on this machine, with no registry: `localhost/node:1`, `localhost/prefect:0.15.13`. */
export type LocalImage = 'node' | 'prefect';

/** A running Kubernetes: etcd, API server, controller manager; and with a node, scheduler, containerd and kubelet. */
export interface RealCluster extends AsyncDisposable {
  readonly kubernetes: KubernetesVersion;
  /** `https://127.0.0.1:20345` */
  readonly server: string;
  /** A kubeconfig whose user, by client certificate, may do everything. */
  readonly kubeConfig: string;
  /** The same as a file. */
  readonly kubeConfigFile: string;
  /** Bearer tokens that the API server knows. */
  readonly tokens: Tokens;
  /** The kubectl of this version. */
  readonly kubectl: string;
  /** Everything that the cluster writes; gone after `stop`. */
  readonly directory: string;

  /** A kubeconfig for this cluster with any `user` of the kubeconfig format: token, tokenFile, exec, … */
  kubeConfigFor(user: KubeConfigUser): string;
  /** A certificate that this cluster trusts. As long as no RoleBinding names its user or groups, it has no rights. */
  issueCertificate(request: CertificateRequest): Certificate;
  /** Runs kubectl as the admin; gives its output. @throws with the end of its standard error. */
  runKubectl(...args: readonly string[]): Promise<string>;
  /** Makes an image known to the node. @throws if the cluster has none. */
  loadImage(image: LocalImage): Promise<void>;
  /** Where a process writes: `kube-apiserver`, `kubelet`, … */
  logFile(process: string): string;

  /** SIGKILL. Its port refuses connections until `restartApiServer`. */
  killApiServer(): Promise<void>;
  /** Starts it again, on the same port and etcd, and waits until it is ready. */
  restartApiServer(): Promise<void>;
  /** Compacts etcd, and restarts the API server, whose caches know the past too. */
  forgetHistory(): Promise<void>;
  /** SIGKILL. The containers run on. */
  killKubelet(): Promise<void>;
  restartKubelet(): Promise<void>;
  /** SIGKILL of the controller manager, and of the scheduler where there is a node. */
  killControllers(): Promise<void>;
  restartControllers(): Promise<void>;
  /** Ends everything and removes every trace. Calling it again does nothing. */
  stop(): Promise<void>;
}
