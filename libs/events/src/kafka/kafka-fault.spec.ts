import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { RetriableError, WiredeskError } from '#contracts';
import { isFenced, isKafkaFault, kafkaError } from './kafka-fault.js';

const { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } = kafkajs;

/** What a broker answers, as the library makes an error of it. */
function answer(type: string, retriable = false): Error {
  return Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type, retriable });
}

/** As the library gives an error on that it does not try again. */
function wrapped(cause: Error): Error {
  return Object.assign(new KafkaJSNonRetriableError('x'), { cause });
}

describe('faults of Kafka', () => {
  it.each([
    ['a connection that is refused', new KafkaJSConnectionError('refused', { code: 'ECONNREFUSED' })],
    ['a topic without a leader', answer('LEADER_NOT_AVAILABLE', true)],
    ['a membership that is over', answer('UNKNOWN_MEMBER_ID')],
    [
      'what was tried often and wrapped',
      new KafkaJSNumberOfRetriesExceeded(answer('UNKNOWN_TOPIC_OR_PARTITION', true), {
        retryCount: 4,
        retryTime: 1,
      }),
    ],
    ['a name that is not resolved', Object.assign(new Error('dns'), { code: 'EAI_AGAIN' })],
  ])('pass by themselves: %s', (_, error) => {
    expect(isKafkaFault(error)).toBe(true);
    expect(kafkaError('sending', error)).toBeInstanceOf(RetriableError);
  });

  it.each([
    ['a login that is refused', Object.assign(new Error('no'), { name: 'KafkaJSSASLAuthenticationError' })],
    ['a right that is missing', answer('TOPIC_AUTHORIZATION_FAILED')],
    ['a record that is too large', answer('MESSAGE_TOO_LARGE')],
    ['a bug', wrapped(new TypeError('a bug'))],
    ['a fault of the store', new RetriableError('store_unavailable', 'x')],
  ])('are not %s', (_, error) => {
    expect(isKafkaFault(error)).toBe(false);
  });

  it('keep what caused them, and a code to go by', () => {
    const cause = answer('MESSAGE_TOO_LARGE');
    expect(kafkaError('sending', cause)).toMatchObject({ code: 'kafka_refused', cause });
    const ours = new WiredeskError('other', 'x');
    expect(kafkaError('sending', ours)).toBe(ours);
  });

  it('tell a producer that lost its id from one whose broker is away', () => {
    expect(isFenced(wrapped(answer('INVALID_PRODUCER_EPOCH')))).toBe(true);
    expect(isFenced(answer('NOT_ENOUGH_REPLICAS', true))).toBe(false);
  });
});
