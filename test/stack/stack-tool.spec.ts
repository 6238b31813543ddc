import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from '../../tools/stack/command-line.js';
import { elasticsearchSettings, javaOptions } from '../../tools/stack/elasticsearch.js';
import { newestFirst, parseJavaVersion } from '../../tools/stack/java.js';
import { kafkaSettings } from '../../tools/stack/kafka.js';

describe('the search for Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "25" 2025-09-16 LTS', 25],
    ['openjdk version "26-ea" 2026-03-17', 26],
    ['java version "1.8.0_392"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.2" 2024-01-16', 21],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('reads the version out of %j', (text, version) => {
    expect(parseJavaVersion(text)).toBe(version);
  });

  it('tries newer installations first', () => {
    const names = ['java-1.8.0-openjdk', 'java-17-openjdk-amd64', 'default-java', 'temurin-25-jdk-amd64'];
    expect(newestFirst(names)).toEqual([
      'temurin-25-jdk-amd64',
      'java-17-openjdk-amd64',
      'java-1.8.0-openjdk',
      'default-java',
    ]);
  });
});

describe('the command npm run stack', () => {
  it('takes ports from options before the environment', () => {
    const words = ['up', '--kafka-port', '4001'];
    const environment = { WIREDESK_STACK_KAFKA_PORT: '5001', WIREDESK_STACK_POSTGRES_PORT: '5002' };
    expect(readCommandLine(words, environment)).toEqual({
      verb: 'up',
      ports: { kafka: 4001, postgres: 5002 },
      elasticsearchHeap: undefined,
    });
  });

  it.each([[[]], [['start']], [['up', 'down']], [['up', '--port', '1']], [['up', '--kafka-port', 'x']]])(
    'refuses %j and says what it takes',
    (words: string[]) => {
      expect(() => readCommandLine(words, {})).toThrow(expect.objectContaining({ code: 'usage' }));
    },
  );
});

describe('the settings of the engines', () => {
  it('keep Kafka on loopback, with topics made by nobody but us', () => {
    const lines = kafkaSettings({ folder: '/stack/kafka', port: 4001, controllerPort: 4002 }).split('\n');
    expect(lines).toContain('listeners=PLAINTEXT://127.0.0.1:4001,CONTROLLER://127.0.0.1:4002');
    expect(lines).toContain('log.dirs=/stack/kafka/log');
    expect(lines).toContain('auto.create.topics.enable=false');
  });

  it('keep Elasticsearch on loopback, with data where they were asked for', () => {
    const lines = elasticsearchSettings({ folder: '/stack/es', port: 4003 }).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'network.host: "127.0.0.1"',
        'http.port: 4003',
        'path.data: "/stack/es/data"',
        'discovery.type: "single-node"',
      ]),
    );
  });

  it('give Elasticsearch the distribution’s Java options without the log of collections, and a heap', () => {
    const shipped = '-XX:+UseG1GC\n# a comment\n-Xlog:gc*:file=gc.log\n-Xlog:gc+age';
    const lines = javaOptions(shipped, { heap: '512m', quick: false }).split('\n');
    expect(lines).toEqual(['-XX:+UseG1GC', '# a comment', '-Xms512m', '-Xmx512m', '']);
  });
});
