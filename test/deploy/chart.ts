import { basename } from 'node:path';
import { filesOf, resourcesIn, runTool, type Resource } from './tool.js';

export const chart = 'deploy/helm/wiredesk';
/** The version of Kubernetes that the chart is rendered for. */
export const kubernetes = ['--kube-version', '1.34.0'];
export const apps = ['gateway', 'normaliser', 'deduplicator', 'indexer', 'search', 'publisher'] as const;

/** The chart with one of the sets of values in its folder `ci`. */
export class Rendered {
  private constructor(
    readonly values: string,
    readonly text: string,
    readonly resources: readonly Resource[],
  ) {}

  /** Throws with what Helm says. */
  static async of(values: string, ...more: string[]): Promise<Rendered> {
    const file = `${chart}/ci/${values}-values.yaml`;
    const args = ['template', 'wiredesk', chart, ...kubernetes, '-f', file, ...more];
    const { code, stdout, output } = await runTool('helm', args);
    if (code !== 0) throw new Error(output);
    return new Rendered(values, stdout, resourcesIn(stdout));
  }

  /** All sets of values, by their name. */
  static async all(): Promise<Map<string, Rendered>> {
    const sets = (await filesOf(`${chart}/ci`, '.yaml')).map((path) => basename(path, '-values.yaml'));
    return new Map(await Promise.all(sets.map(async (set) => [set, await Rendered.of(set)] as const)));
  }

  kind(kind: string): Resource[] {
    return this.resources.filter((resource) => resource.kind === kind);
  }

  names(kind: string): string[] {
    return this.kind(kind)
      .map(({ metadata }) => metadata.name)
      .sort();
  }

  one(kind: string, name: string): Resource {
    const found = this.kind(kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`${this.values} has no ${kind} ${name}`);
    return found;
  }
}
