import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { verifyPushSignature, type PushSecrets } from './push-signature.js';

const secret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const retired = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
const now = new Date('2026-03-01T12:00:00Z');
const none: PushSecrets = { standardWebhooks: [], superdesk: [] };

function webhookHeaders(body: string, options: { secret?: string; at?: Date } = {}) {
  const at = options.at ?? now;
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(options.secret ?? secret).sign('msg_1', at, body),
  };
}

function superdeskHeaders(body: Buffer, key: string) {
  return { 'x-superdesk-signature': `sha1=${createHmac('sha1', key).update(body).digest('hex')}` };
}

function verdict(headers: Record<string, string>, body: Buffer, secrets: PushSecrets): string {
  try {
    verifyPushSignature(headers, body, secrets, now);
    return 'valid';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a push signature', () => {
  const body = Buffer.from('Kopie für Ostkurier');
  const webhooks: PushSecrets = { ...none, standardWebhooks: [retired, secret] };

  it('of the standard library of Standard Webhooks is valid, under either of two secrets', () => {
    expect(verdict(webhookHeaders(body.toString()), body, webhooks)).toBe('valid');
    expect(verdict(webhookHeaders(body.toString(), { secret: retired }), body, webhooks)).toBe('valid');
  });

  it('covers every byte, also of what is no text', () => {
    const bytes = randomBytes(64);
    const headers = { ...webhookHeaders(''), 'webhook-signature': '' };
    const mac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'));
    mac.update(`msg_1.${headers['webhook-timestamp']}.`).update(bytes);
    headers['webhook-signature'] = `v1,${mac.digest('base64')}`;
    expect(verdict(headers, bytes, webhooks)).toBe('valid');
    bytes[63] = (bytes[63] ?? 0) ^ 1;
    expect(verdict(headers, bytes, webhooks)).toBe('signature_invalid');
  });

  it.each([-301, 301])('is refused %d seconds away from now', (seconds) => {
    const at = new Date(now.getTime() + seconds * 1_000);
    expect(verdict(webhookHeaders(body.toString(), { at }), body, webhooks)).toBe('signature_invalid');
  });

  it.each([
    ['no id', { 'webhook-id': '' }],
    ['another id', { 'webhook-id': 'msg_2' }],
    ['no time', { 'webhook-timestamp': '' }],
    ['a strange time', { 'webhook-timestamp': '1e9' }],
    ['another version', { 'webhook-signature': 'v2,AAAA' }],
    ['nothing after v1', { 'webhook-signature': 'v1,' }],
  ])('with %s is refused', (_what, change) => {
    expect(verdict({ ...webhookHeaders(body.toString()), ...change }, body, webhooks)).toBe(
      'signature_invalid',
    );
  });

  it('in the manner of Superdesk is valid over the bytes', () => {
    const secrets = { ...none, superdesk: ['former shared key', 'current shared key'] };
    expect(verdict(superdeskHeaders(body, 'current shared key'), body, secrets)).toBe('valid');
    expect(verdict(superdeskHeaders(body, 'guessed shared key'), body, secrets)).toBe('signature_invalid');
    expect(verdict({ 'x-superdesk-signature': 'sha1=' }, body, secrets)).toBe('signature_invalid');
  });

  it('is worth nothing where no secret, or an empty one, is set', () => {
    expect(verdict(superdeskHeaders(body, ''), body, none)).toBe('signature_invalid');
    expect(verdict(superdeskHeaders(body, ''), body, { ...none, superdesk: [''] })).toBe('signature_invalid');
    expect(verdict(webhookHeaders(body.toString()), body, none)).toBe('signature_invalid');
    expect(verdict(webhookHeaders(body.toString()), body, { ...none, standardWebhooks: ['whsec_'] })).toBe(
      'signature_invalid',
    );
  });

  it('of one kind does not open a feed that has secrets of the other kind', () => {
    expect(verdict(superdeskHeaders(body, secret), body, webhooks)).toBe('signature_invalid');
  });
});
