import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compact } from './compact.js';
import { apiServer, controllerManager, etcd, scheduler } from './control-plane.js';
import { baseImages } from './images/base-images.js';
import { nodeImage } from './images/node-image.js';
import { prefectImage } from './images/prefect-image.js';
import type { Janitor } from './janitor/janitor.js';
import { program } from './layout.js';
import type { Layout } from './layout.js';
import type { ManagedProcess } from './managed-process.js';
import { containerd, ctr, kubelet, nodeName } from './node/node.js';
import { createCertificate } from '../../src/testing/pki/certificate.js';
import type { Certificate, CertificateRequest } from '../../src/testing/pki/certificate.js';
import type { ClusterPki, Tokens } from './pki/cluster-pki.js';
import { certificateUser, kubeConfigText } from './pki/kube-config-text.js';
import type { KubeConfigUser } from './pki/kube-config-text.js';
import { Readiness } from './readiness.js';
import type { LocalImage, RealCluster } from './real-cluster.js';
import { runCommand } from './run-command.js';
import type { KubernetesVersion } from './versions.js';

export interface ClusterParts {
  readonly layout: Layout;
  readonly pki: ClusterPki;
  readonly janitor: Janitor;
  readonly kubernetes: KubernetesVersion;
  readonly apiServerArgs: readonly string[];
}

const imageArchives: Record<LocalImage, () => Promise<string>> = {
  node: nodeImage,
  prefect: prefectImage,
};

export class RunningCluster implements RealCluster {
  readonly kubernetes: KubernetesVersion;
  readonly server: string;
  readonly kubeConfig: string;
  readonly kubeConfigFile: string;
  readonly tokens: Tokens;
  readonly kubectl: string;
  readonly directory: string;

  readonly #parts: ClusterParts;
  readonly #readiness: Readiness;
  readonly #apiServer: ManagedProcess;
  readonly #controllerManager: ManagedProcess;
  #scheduler: ManagedProcess | undefined;
  #kubelet: ManagedProcess | undefined;
  #stopping: Promise<void> | undefined;

  constructor(parts: ClusterParts) {
    const { layout, pki } = parts;
    this.#parts = parts;
    this.kubernetes = parts.kubernetes;
    this.server = layout.server;
    this.tokens = pki.tokens;
    this.kubectl = program(layout, 'kubectl');
    this.directory = layout.directory;
    const admin = this.issueCertificate({
      commonName: 'admin',
      organizations: ['system:masters'],
      use: 'client',
    });
    this.kubeConfig = this.kubeConfigFor(certificateUser(admin));
    this.kubeConfigFile = this.#writeKubeConfig('admin', this.kubeConfig);
    this.#readiness = new Readiness(layout.server, {
      ca: pki.authority.certificate,
      cert: admin.certificate,
      key: admin.privateKey,
    });
    this.#apiServer = apiServer(layout, parts.apiServerArgs);
    const user = this.#component('controller-manager', { commonName: 'system:kube-controller-manager' });
    this.#controllerManager = controllerManager(layout, user);
  }

  async start(node: boolean): Promise<void> {
    const { layout } = this.#parts;
    const runtime = node ? containerd(layout).start() : undefined;
    const images = node ? baseImages() : undefined;
    // It fails while others are still being awaited; that is then told here, once.
    images?.catch(() => undefined);
    const store = etcd(layout).start();
    await store.untilReady(() => this.#readiness.answers(`http://127.0.0.1:${layout.ports.etcd}/health`));
    this.#apiServer.start();
    if (runtime !== undefined && images !== undefined) {
      await runtime.untilReady(async () => (await ctr(layout, 'version')) !== '');
      await ctr(layout, 'images', 'import', await images);
    }
    await this.#apiServer.untilReady(() => this.#readiness.apiServer());
    await Promise.all([this.#startControllerManager(), ...(node ? [this.#startNode()] : [])]);
  }

  kubeConfigFor(user: KubeConfigUser): string {
    const certificateAuthority = this.#parts.pki.authority.certificate;
    return kubeConfigText({ server: this.server, certificateAuthority }, user);
  }

  issueCertificate(request: CertificateRequest): Certificate {
    return createCertificate(request, this.#parts.pki.authority);
  }

  runKubectl(...args: readonly string[]): Promise<string> {
    return runCommand(this.kubectl, [`--kubeconfig=${this.kubeConfigFile}`, ...args]);
  }

  async loadImage(image: LocalImage): Promise<void> {
    await ctr(this.#parts.layout, 'images', 'import', await imageArchives[image]());
  }

  logFile(process: string): string {
    return join(this.directory, `${process}.log`);
  }

  killApiServer(): Promise<void> {
    return this.#apiServer.kill();
  }

  async restartApiServer(): Promise<void> {
    await this.#apiServer.kill();
    await this.#apiServer.start().untilReady(() => this.#readiness.apiServer());
  }

  async forgetHistory(): Promise<void> {
    await compact(`http://127.0.0.1:${this.#parts.layout.ports.etcd}`);
    await this.restartApiServer();
  }

  async killKubelet(): Promise<void> {
    await this.#requireKubelet().kill();
  }

  async restartKubelet(): Promise<void> {
    const process = this.#requireKubelet();
    await process.kill();
    const health = `http://127.0.0.1:${this.#parts.layout.ports.kubeletHealth}/healthz`;
    await process.start().untilReady(() => this.#readiness.answers(health));
  }

  async killControllers(): Promise<void> {
    await Promise.all([this.#controllerManager.kill(), this.#scheduler?.kill()]);
  }

  async restartControllers(): Promise<void> {
    await this.killControllers();
    await Promise.all([this.#startControllerManager(), this.#startScheduler()]);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#parts.janitor.finish();
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #startControllerManager(): Promise<void> {
    const health = `https://127.0.0.1:${this.#parts.layout.ports.controllerManager}/healthz`;
    await this.#controllerManager
      .start()
      .untilReady(
        async () =>
          (await this.#readiness.answers(health)) && (await this.#readiness.defaultServiceAccount()),
      );
  }

  async #startScheduler(): Promise<void> {
    const health = `https://127.0.0.1:${this.#parts.layout.ports.scheduler}/healthz`;
    await this.#scheduler?.start().untilReady(() => this.#readiness.answers(health));
  }

  async #startNode(): Promise<void> {
    const { layout } = this.#parts;
    const kubeletUser = { commonName: `system:node:${nodeName}`, organizations: ['system:nodes'] };
    this.#kubelet = kubelet(layout, this.#component('kubelet', kubeletUser)).start();
    const schedulerUser = this.#component('scheduler', { commonName: 'system:kube-scheduler' });
    this.#scheduler = scheduler(layout, schedulerUser);
    await this.#startScheduler();
    await this.#kubelet.untilReady(() => this.#readiness.node());
  }

  /** Gives the kubeconfig file of a new user for a component of the cluster. */
  #component(name: string, subject: { commonName: string; organizations?: readonly string[] }): string {
    const certificate = this.issueCertificate({ ...subject, use: 'client' });
    return this.#writeKubeConfig(name, this.kubeConfigFor(certificateUser(certificate)));
  }

  #writeKubeConfig(name: string, text: string): string {
    const file = join(this.directory, `${name}.kubeconfig`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  #requireKubelet(): ManagedProcess {
    if (this.#kubelet === undefined) throw new Error('This cluster was started without a node.');
    return this.#kubelet;
  }
}
