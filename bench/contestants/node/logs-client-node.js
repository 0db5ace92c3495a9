import { Writable } from 'node:stream';
import { KubeConfig, Log } from '@kubernetes/client-node';
import { serveLogs } from './logs.js';

serveLogs(async (text, runs, pods) => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(text);
  const log = new Log(kubeConfig);
  let bytes = 0;
  const read = (pod) =>
    new Promise((resolve, reject) => {
      const sink = new Writable({
        write(piece, _, done) {
          bytes += piece.length;
          done();
        },
      });
      sink.on('finish', resolve);
      sink.on('error', reject);
      log.log('default', pod, 'flow-container', sink, { follow: true, timestamps: true }).catch(reject);
    });
  await Promise.all(pods.map(read));
  return { bytes };
});
