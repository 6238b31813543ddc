import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressKind } from './address.js';
import { EgressDeniedError, EgressGuard, type EgressOptions } from './egress-guard.js';

function guardFor(addresses: readonly string[], options: EgressOptions = {}): EgressGuard {
  return new EgressGuard({
    ...options,
    resolve: () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
  });
}

describe('the egress guard', () => {
  it.each([
    'http://127.0.0.1:9200/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a00:1::]/',
    'http://[fd12:3456::1]/',
    'http://[fe80::1]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
  ])('refuses %s', (url) => {
    expect(() => new EgressGuard().checkUrl(new URL(url))).toThrow(EgressDeniedError);
  });

  it.each([
    'http://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
    'https://sink.example/',
  ])('lets %s through', (url) => {
    expect(() => new EgressGuard().checkUrl(new URL(url))).not.toThrow();
  });

  it('refuses a name when only one of its addresses is internal', async () => {
    await expect(guardFor(['93.184.215.14', '10.0.0.7']).addressesOf('mixed.example')).rejects.toThrow(
      EgressDeniedError,
    );
    await expect(
      guardFor(['93.184.215.14', '::ffff:169.254.169.254']).addressesOf('mapped.example'),
    ).rejects.toThrow(EgressDeniedError);
  });

  it('connects to the addresses that it checked, not to what the name says a moment later', async () => {
    const answers = ['93.184.215.14', '169.254.169.254'];
    const guard = new EgressGuard({
      resolve: () => Promise.resolve([{ address: answers.shift() ?? '127.0.0.1', family: 4 }]),
    });
    const connectTo = () =>
      new Promise<unknown>((resolve, reject) => {
        guard.lookup('rebind.example', { all: true }, (error, addresses) =>
          error ? reject(error) : resolve(addresses),
        );
      });
    expect(await connectTo()).toEqual([{ address: '93.184.215.14', family: 4 }]);
    await expect(connectTo()).rejects.toThrow(EgressDeniedError);
  });

  it('lets the operator allow loopback, networks, hosts and domains, and nothing beside them', async () => {
    const allow = ['10.1.0.0/16', 'fd00::/8', 'sink.internal', '.svc.cluster.local'];
    await expect(guardFor(['10.1.9.9'], { allow }).addressesOf('a.example')).resolves.toHaveLength(1);
    await expect(guardFor(['::ffff:10.1.9.9'], { allow }).addressesOf('a.example')).resolves.toHaveLength(1);
    await expect(guardFor(['10.2.0.1'], { allow }).addressesOf('a.example')).rejects.toThrow(
      EgressDeniedError,
    );
    await expect(guardFor(['fd00::5'], { allow }).addressesOf('a.example')).resolves.toHaveLength(1);
    await expect(guardFor(['192.168.1.1'], { allow }).addressesOf('sink.internal')).resolves.toHaveLength(1);
    await expect(
      guardFor(['192.168.1.1'], { allow }).addressesOf('x.svc.cluster.local'),
    ).resolves.toHaveLength(1);
    await expect(guardFor(['192.168.1.1'], { allow }).addressesOf('xsvc.cluster.local')).rejects.toThrow();
    await expect(guardFor(['127.0.0.1'], { allow }).addressesOf('a.example')).rejects.toThrow(
      EgressDeniedError,
    );
    await expect(
      guardFor(['127.0.0.1'], { allowLoopback: true }).addressesOf('localhost'),
    ).resolves.toHaveLength(1);
    await expect(guardFor(['10.0.0.1'], { allowLoopback: true }).addressesOf('a.example')).rejects.toThrow();
  });

  it.each(['10.0.0.0/33', '10.0.0.0/x', '300.1.1.1', 'two words', 'fd00::/129', ''])(
    'calls the setting "%s" wrong instead of allowing something else',
    (entry) => {
      expect(() => new EgressGuard({ allow: [entry] })).toThrow('allowed egress');
    },
  );

  it('judges an IPv4 address the same however it is wrapped in IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number];
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        const kind = addressKind(address);
        for (const wrapped of [`::ffff:${address}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
          expect([wrapped, addressKind(wrapped)]).toEqual([wrapped, kind]);
        }
      }),
    );
  });
});
