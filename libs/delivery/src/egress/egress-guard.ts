import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ConfigError, WiredeskError } from '#contracts';
import { addressKind, embeddedV4 } from './address.js';

/** The address, or one of the addresses, of a destination may not be connected to. */
export class EgressDeniedError extends WiredeskError {
  constructor(message: string) {
    super('egress_denied', message);
  }
}

/** All addresses of a host name, IPv4 and IPv6. */
export type Resolver = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface EgressOptions {
  /**
   * What is allowed besides public addresses: addresses and networks (`10.1.0.0/16`, `fd00::/8`), host names
   * (`sink.internal`) and domains with all names below them (`.svc.cluster.local`).
   */
  readonly allow?: readonly string[];
  /** Loopback addresses too: for one machine that holds sender and receiver. */
  readonly allowLoopback?: boolean;
  readonly resolve?: Resolver;
}

/**
 * Keeps deliveries from reaching into the operator's own network (server-side request forgery). A name is resolved
 * once per connection, every address is checked, and the connection goes to those very addresses, so that a name
 * that answers differently the next moment gains nothing.
 */
export class EgressGuard {
  private readonly networks = new BlockList();
  private readonly hosts = new Set<string>();
  private readonly domains: string[] = [];
  private readonly resolve: Resolver;

  /** Throws ConfigError when an entry of `allow` is neither an address, a network nor a name. */
  constructor(private readonly options: EgressOptions = {}) {
    this.resolve = options.resolve ?? resolveByName;
    for (const entry of options.allow ?? []) this.allow(entry.trim().toLowerCase());
  }

  /** Checks what can be told without asking DNS: a URL whose host is an address. Throws EgressDeniedError. */
  checkUrl(url: URL): void {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) this.checkAddress(host);
  }

  /** The `lookup` of a socket: resolves, checks all addresses, and hands on only what was checked. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    void this.handOn(hostname, options, callback);
  };

  /** The checked addresses of a name. Throws EgressDeniedError when any one of them is not allowed. */
  async addressesOf(hostname: string): Promise<readonly LookupAddress[]> {
    const addresses = await this.resolve(hostname);
    if (!this.isAllowedName(hostname)) for (const { address } of addresses) this.checkAddress(address);
    return addresses;
  }

  private async handOn(...[hostname, options, callback]: Parameters<LookupFunction>): Promise<void> {
    let addresses: readonly LookupAddress[];
    try {
      addresses = await this.addressesOf(hostname);
    } catch (error) {
      callback(error as NodeJS.ErrnoException, []);
      return;
    }
    const wanted = addresses.filter(({ family }) => !options.family || family === options.family);
    const [first] = wanted;
    if (!first) callback(notFound(hostname), []);
    else if (options.all) callback(null, wanted);
    else callback(null, first.address, first.family);
  }

  private checkAddress(address: string): void {
    const kind = addressKind(address);
    if (kind === 'public' || (kind === 'loopback' && this.options.allowLoopback)) return;
    const plain = embeddedV4(address) ?? address;
    if (this.networks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')) return;
    throw new EgressDeniedError(`the destination leads to a ${kind} address`);
  }

  private isAllowedName(hostname: string): boolean {
    const name = hostname.toLowerCase().replace(/\.$/, '');
    return this.hosts.has(name) || this.domains.some((domain) => name.endsWith(domain));
  }

  private allow(entry: string): void {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    if (version !== 0) {
      const bits = version === 4 ? 32 : 128;
      const length = prefix === undefined ? bits : Number(prefix);
      if (!/^\d{1,3}$/.test(prefix ?? '0') || length > bits) throw wrongEntry();
      this.networks.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
    } else if (/^\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(entry)) this.domains.push(entry);
    else if (/^[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/.test(entry) && !/^[\d.]+$/.test(entry))
      this.hosts.add(entry);
    else throw wrongEntry();
  }
}

function wrongEntry(): ConfigError {
  return new ConfigError(
    'egress_allow_invalid',
    'an allowed egress is an address, a network (10.1.0.0/16), a host name or a domain with a leading dot',
  );
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}

const resolveByName: Resolver = (hostname) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  });
