import { BlockList, isIP, isIPv4 } from 'node:net';

/** Kinds of address that a destination may not have unless the operator allows it. */
export type AddressKind = 'public' | 'loopback' | 'internal';

/**
 * IPv4 space that is not globally reachable: https://www.iana.org/assignments/iana-ipv4-special-registry, with
 * multicast and the reserved class E.
 */
const internalV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Parts of the global unicast space 2000::/3 that are no public hosts; all outside of it is refused anyway. */
const internalV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
] as const;

const internal = new BlockList();
for (const [network, prefix] of internalV4) internal.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of internalV6) internal.addSubnet(network, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Says what kind of address an IP literal is; IPv4 inside IPv6 (mapped, NAT64, 6to4) counts as that IPv4 address. */
export function addressKind(address: string): AddressKind {
  const plain = embeddedV4(address) ?? address;
  if (isIPv4(plain)) {
    if (plain.startsWith('127.')) return 'loopback';
    return internal.check(plain, 'ipv4') ? 'internal' : 'public';
  }
  if (isIP(plain) !== 6) return 'internal';
  const groups = groupsOf(plain);
  if (groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1) return 'loopback';
  return globalUnicast.check(plain, 'ipv6') && !internal.check(plain, 'ipv6') ? 'public' : 'internal';
}

/** The IPv4 address that an IPv6 address stands for, or undefined. */
export function embeddedV4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const groups = groupsOf(address);
  const [first, second, third] = groups;
  const zeros = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  // ::ffff:0:0/96 mapped, and ::ffff:0:0:0/96 translated (RFC 2765)
  if (zeros(0, 5) && groups[5] === 0xffff) return dotted(groups[6], groups[7]);
  if (zeros(0, 4) && groups[4] === 0xffff && groups[5] === 0) return dotted(groups[6], groups[7]);
  // 64:ff9b::/96, NAT64 (RFC 6052)
  if (first === 0x64 && second === 0xff9b && zeros(2, 6)) return dotted(groups[6], groups[7]);
  // 2002::/16, 6to4 (RFC 3056)
  if (first === 0x2002) return dotted(second, third);
  return undefined;
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 literal, zone index left out. */
function groupsOf(address: string): number[] {
  const [bare = ''] = address.split('%');
  const [head = '', tail] = withoutDots(bare).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(gap).fill('0'), ...right].map((group) => Number.parseInt(group, 16));
}

/** `::ffff:10.0.0.1` → `::ffff:a00:1`. */
function withoutDots(address: string): string {
  const match = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (!match) return address;
  const [, head, a, b, c, d] = match;
  const group = (high?: string, low?: string) => ((Number(high) << 8) | Number(low)).toString(16);
  return `${head}${group(a, b)}:${group(c, d)}`;
}
