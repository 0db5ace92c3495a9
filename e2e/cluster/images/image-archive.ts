import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../run-command.js';

export interface ImageConfig {
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
}

export interface Image {
  /** `localhost/busybox:1` */
  readonly tag: string;
  readonly config: ImageConfig;
  /** Folders whose content lies over each other in the container, the lowest first. */
  readonly layers: readonly string[];
}

/** Debian's names of architectures are Go's, except for this one. */
const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/**
 * Writes images as one file of the form that `docker save` makes and every container runtime imports:
 * https://github.com/moby/docker-image-spec. No tool is needed but tar.
 */
export async function writeImageArchive(file: string, images: readonly Image[]): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const making = await mkdtemp(`${file}-`);
  try {
    const content = join(making, 'content');
    mkdirSync(content);
    const layers = new Map<string, string>();
    for (const folder of new Set(images.flatMap((image) => image.layers))) {
      layers.set(folder, await writeLayer(content, folder));
    }
    const manifest = images.map((image) => describe(content, image, layers));
    writeFileSync(join(content, 'manifest.json'), JSON.stringify(manifest));
    await tar(content, join(making, 'image.tar'));
    renameSync(join(making, 'image.tar'), file);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Gives the digest, which is also the name of the file. */
async function writeLayer(content: string, folder: string): Promise<string> {
  const file = join(content, 'layer.tar');
  await tar(folder, file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('hex');
  renameSync(file, join(content, `${digest}.tar`));
  return digest;
}

function describe(content: string, { tag, config, layers }: Image, digests: ReadonlyMap<string, string>) {
  const own = layers.map((folder) => digests.get(folder) ?? '');
  const text = JSON.stringify({
    architecture,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: own.map((digest) => `sha256:${digest}`) },
  });
  const name = `${createHash('sha256').update(text).digest('hex')}.json`;
  writeFileSync(join(content, name), text);
  return { Config: name, RepoTags: [tag], Layers: own.map((digest) => `${digest}.tar`) };
}

/** The same content gives the same bytes, whoever made it and when. */
function tar(folder: string, file: string): Promise<string> {
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--mode=a+rX'];
  const reproducible = ['--sort=name', '--mtime=@0', ...owner];
  return runCommand('tar', [...reproducible, '-C', folder, '-cf', file, '.']);
}
