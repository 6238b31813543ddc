import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Kafka broker of one suite's own, which it may stop and start. */
export interface TestBroker {
  /** Plaintext, without a login. */
  readonly open: string;
  /** TLS with a login: PLAIN and both SCRAM mechanisms. */
  readonly secure: string;
  /** PEM of the certificate that the secure listener shows. */
  readonly ca: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  remove(): Promise<void>;
}

export const login = { username: 'desk', password: 'wire-secret' };

/** Folder whose `lib` holds Kafka's jars; undefined when the run has none. */
export const kafkaHome = process.env['WIREDESK_TEST_KAFKA_HOME'];

/** Formats and starts a broker on free ports, with its data in a folder of its own. */
export async function startTestBroker(home: string): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'wiredesk-kafka-'));
  const [open, secure, controller] = await Promise.all([freePort(), freePort(), freePort()]);
  const ca = makeCertificate(folder);
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, propertiesOf({ folder, open, secure, controller }));
  const scram = ['256', '512'].flatMap((bits) => [
    '--add-scram',
    `SCRAM-SHA-${bits}=[name=${login.username},password=${login.password}]`,
  ]);
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'ZGVzay10ZXN0LWNsdXN0ZQ', '-c', properties];
  runTool('java', ['-cp', join(home, 'lib', '*'), ...format, ...scram]);
  let running: ChildProcess | undefined;
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const broker = running;
    running = undefined;
    if (!broker || broker.exitCode !== null) return;
    const exited = once(broker, 'exit');
    broker.kill(signal);
    await exited;
  };
  const start = async () => {
    running = spawn(
      'java',
      ['-Xmx320m', '-Xms64m', '-cp', join(home, 'lib', '*'), 'kafka.Kafka', properties],
      {
        stdio: 'ignore',
      },
    );
    await Promise.all([answers(open), answers(secure)]);
  };
  await start();
  return {
    open: `127.0.0.1:${open}`,
    secure: `localhost:${secure}`,
    ca,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    remove: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function propertiesOf(about: { folder: string; open: number; secure: number; controller: number }): string {
  const { folder, open, secure, controller } = about;
  const module = 'org.apache.kafka.common.security';
  const listener = 'listener.name.secure';
  return `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=OPEN://127.0.0.1:${open},SECURE://127.0.0.1:${secure},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=OPEN://127.0.0.1:${open},SECURE://localhost:${secure}
listener.security.protocol.map=OPEN:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=OPEN
log.dirs=${join(folder, 'data')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
${listener}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
${listener}.plain.sasl.jaas.config=${module}.plain.PlainLoginModule required user_${login.username}="${login.password}";
${listener}.scram-sha-256.sasl.jaas.config=${module}.scram.ScramLoginModule required;
${listener}.scram-sha-512.sasl.jaas.config=${module}.scram.ScramLoginModule required;
${listener}.ssl.keystore.type=PKCS12
${listener}.ssl.keystore.location=${join(folder, 'keys.p12')}
${listener}.ssl.keystore.password=${login.password}
`;
}

/** A key pair for localhost that signs itself; returns the certificate in PEM. */
function makeCertificate(folder: string): string {
  const store = ['-keystore', join(folder, 'keys.p12'), '-storetype', 'PKCS12', '-storepass', login.password];
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc=ca:true'];
  runTool('keytool', [
    '-genkeypair',
    '-alias',
    'desk',
    '-keyalg',
    'EC',
    '-validity',
    '2',
    ...names,
    ...store,
  ]);
  const pem = join(folder, 'ca.pem');
  runTool('keytool', ['-exportcert', '-rfc', '-alias', 'desk', '-file', pem, ...store]);
  return readFileSync(pem, 'utf8');
}

function runTool(tool: string, args: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} failed: ${stderr}${stdout}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on port ${port}`);
}
