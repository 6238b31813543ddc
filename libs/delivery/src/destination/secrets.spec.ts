import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import {
  activeSecrets,
  firstSecret,
  isSecret,
  newSecret,
  rotateSecrets,
  signatureHeaders,
} from './secrets.js';

const now = new Date();
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

describe('signing secrets', () => {
  it('are random, in the form of Standard Webhooks, and checked when a client brings its own', () => {
    expect(newSecret()).not.toBe(newSecret());
    expect(isSecret(newSecret())).toBe(true);
    expect(isSecret(`whsec_${Buffer.alloc(24, 7).toString('base64')}`)).toBe(true);
    expect(isSecret(`whsec_${Buffer.alloc(23, 7).toString('base64')}`)).toBe(false);
    expect(isSecret(`whsec_${Buffer.alloc(65, 7).toString('base64')}`)).toBe(false);
    expect(isSecret(Buffer.alloc(32, 7).toString('base64'))).toBe(false);
    expect(isSecret('whsec_not base64 at all, but long enough to be')).toBe(false);
  });

  it('sign the very bytes, so that a receiver that keeps the raw body verifies them', () => {
    const secret = newSecret();
    const body = Buffer.from('{ "a":1.0, "b":"\\u00e9", "c":"é" }');
    const headers = signatureHeaders('e1_desk', now, body, firstSecret(secret, now));
    expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    expect(() => new Webhook(secret).verify(JSON.stringify(JSON.parse(body.toString())), headers)).toThrow();
  });

  it('verify with the old and with the new one while a rotation overlaps, and only with the new one after it', () => {
    const [old, fresh] = [newSecret(), newSecret()];
    const body = Buffer.from('{}');
    const secrets = rotateSecrets(firstSecret(old, now), fresh, now, 24);
    const during = signatureHeaders('e1_desk', now, body, secrets);
    expect(() => new Webhook(old).verify(body, during)).not.toThrow();
    expect(() => new Webhook(fresh).verify(body, during)).not.toThrow();
    expect(activeSecrets(secrets, later(25)).map(({ secret }) => secret)).toEqual([fresh]);
  });

  it('are never more than two at a time, and one at once without overlap', () => {
    const twice = rotateSecrets(rotateSecrets(firstSecret('a', now), 'b', now, 24), 'c', now, 24);
    expect(activeSecrets(twice, now).map(({ secret }) => secret)).toEqual(['c', 'b']);
    expect(rotateSecrets(twice, 'd', now, 0).map(({ secret }) => secret)).toEqual(['d']);
  });
});
