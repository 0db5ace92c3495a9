import { networkInterfaces } from 'node:os';
import { MissingPrerequisiteError } from '../errors.js';

/** The kubelet refuses loopback as the address of its node. @throws {MissingPrerequisiteError} if there is no other. */
export function nodeAddress(): string {
  const address = addresses().find(({ internal }) => !internal)?.address;
  if (address !== undefined) return address;
  throw new MissingPrerequisiteError(
    'A node needs an IPv4 address other than loopback on some interface of this machine (nothing is sent through it): ' +
      '`ip link add kje0 type dummy && ip address add 192.0.2.1/32 dev kje0 && ip link set kje0 up` makes one.',
  );
}

/** A subnet for pods that no interface of this machine is in. */
export function freeSubnet(): string {
  const taken = addresses().map(({ address }) => address);
  const start = Math.floor(Math.random() * 256);
  for (let step = 0; step < 256; step += 1) {
    const prefix = `10.244.${(start + step) % 256}.`;
    if (!taken.some((address) => address.startsWith(prefix))) return `${prefix}0/24`;
  }
  throw new Error('All subnets of 10.244.0.0/16 are in use on this machine.');
}

function addresses() {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family }) => family === 'IPv4');
}
