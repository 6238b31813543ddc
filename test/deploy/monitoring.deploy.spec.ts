import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { metricsOfCode } from './code-facts.js';
import { filesOf, read, root, runTool } from './tool.js';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
}

/** What others than our processes tell. */
const metricsOfOthers = ['up', 'kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'];
/** Labels that Prometheus, the scrape settings or an adapter add. */
const labelsOfOthers = ['le', 'instance', 'job', 'app', 'partition', 'namespace', 'persistentvolumeclaim'];

let rules: Rule[];
let ruleFiles: string[];
let dashboards: Dashboard[];
let known: Map<string, ReadonlySet<string>>;

beforeAll(async () => {
  ruleFiles = await filesOf('deploy/prometheus/rules', '.yaml');
  const texts = await Promise.all(ruleFiles.map(read));
  rules = texts.flatMap((text) =>
    (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );
  const files = await filesOf('deploy/grafana/dashboards', '.json');
  dashboards = await Promise.all(files.map(async (file) => JSON.parse(await read(file)) as Dashboard));
  known = await metricsOfCode();
});

const alertsOf = (all: readonly Rule[]): Rule[] => all.filter((rule) => rule.alert !== undefined);

describe('the alerting rules', () => {
  it('are rules that Prometheus takes', async () => {
    const { code, output } = await runTool('promtool', ['check', 'rules', ...ruleFiles]);
    expect({ code, output }).toMatchObject({ code: 0 });
  });

  it('fire when they should, and are quiet on a calm day', async () => {
    const tests = await filesOf('deploy/prometheus/tests', '.yaml');
    const { code, output } = await runTool('promtool', [
      'test',
      'rules',
      ...tests.map((test) => join(root, test)),
    ]);
    expect({ code, output }).toMatchObject({ code: 0 });
  });

  it('are each tested, and each file of rules has a calm day', async () => {
    for (const file of ruleFiles.filter((path) => basename(path) !== 'recording.yaml')) {
      const test = await read(file.replace('/rules/', '/tests/'));
      expect(test).toContain('a calm day raises nothing');
      for (const { alert } of alertsOf(
        (parse(await read(file)) as { groups: { rules: Rule[] }[] }).groups[0]!.rules,
      ))
        expect([alert, test.includes(`alertname="${alert}"`)]).toEqual([alert, true]);
    }
  });

  it('say how bad it is, what it is and where to read on', async () => {
    const runbooks = (await filesOf('deploy/runbooks', '.md')).map((path) => basename(path, '.md'));
    for (const { alert, labels, annotations } of alertsOf(rules)) {
      expect([alert, labels?.['severity']]).toEqual([alert, expect.stringMatching(/^(page|warning|info)$/)]);
      expect(annotations).toMatchObject({
        summary: expect.any(String),
        description: expect.any(String),
        runbook_url: `runbooks/${alert}.md`,
      });
    }
    const alerts = alertsOf(rules).flatMap(({ alert }) => alert ?? []);
    expect(runbooks.filter((name) => name !== 'README').sort()).toEqual([...alerts].sort());
  });

  it('have runbooks that say what to look at and what to do', async () => {
    for (const { alert } of alertsOf(rules)) {
      const text = await read(`deploy/runbooks/${alert}.md`);
      expect(text).toMatch(
        new RegExp(
          `^# ${alert}\\n\\n.+\\n\\n## Impact\\n\\n.+\\n\\n## Diagnosis\\n\\n- [^]+\\n\\n## Mitigation\\n\\n- `,
        ),
      );
      for (const [, link] of text.matchAll(/\]\((\w+)\.md\)/g))
        expect(alertsOf(rules).map((rule) => rule.alert)).toContain(link);
    }
  });

  it('ask only for what processes tell, by labels that it has', () => {
    const unknown = rules.flatMap(({ alert, record, expr }) => faultsOf(alert ?? record ?? '', expr));
    expect(unknown).toEqual([]);
  });
});

describe('the dashboards', () => {
  it('have names of their own and panels that do not cover each other', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { title, panels } of dashboards) {
      const taken = new Set<string>();
      for (const { gridPos, title: panel } of panels) {
        expect([title, panel, gridPos.x + gridPos.w <= 24]).toEqual([title, panel, true]);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            expect([title, panel, taken.has(`${x} ${y}`)]).toEqual([title, panel, false]);
            taken.add(`${x} ${y}`);
          }
      }
    }
  });

  it('ask only for what processes tell, by labels that it has', () => {
    const unknown = dashboards.flatMap(({ title, panels, templating }) => [
      ...panels.flatMap((panel) =>
        (panel.targets ?? []).flatMap(({ expr }) => faultsOf(`${title}: ${panel.title}`, expr)),
      ),
      ...templating.list.flatMap(({ definition }) => faultsOf(title, definition ?? '')),
    ]);
    expect(unknown).toEqual([]);
  });

  it('ask in words that Prometheus understands', async () => {
    const expressions = dashboards.flatMap(({ panels }) =>
      panels.flatMap(({ targets }) =>
        (targets ?? []).map(({ expr }) => expr.replaceAll(/\$(feed|destination)/g, '.*')),
      ),
    );
    expect(expressions.length).toBeGreaterThan(30);
    const folder = await mkdtemp(join(tmpdir(), 'wiredesk-queries-'));
    try {
      const file = join(folder, 'queries.yaml');
      const asRules = expressions.map((expr, index) => ({ record: `query:${index}`, expr }));
      await writeFile(file, JSON.stringify({ groups: [{ name: 'queries', rules: asRules }] }));
      const { code, output } = await runTool('promtool', ['check', 'rules', file]);
      expect({ code, output }).toMatchObject({ code: 0 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("Compose's Prometheus", () => {
  it('has a configuration that Prometheus takes, with the rules', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wiredesk-prometheus-'));
    try {
      await copyFile(join(root, 'deploy/compose/prometheus.yml'), join(folder, 'prometheus.yml'));
      await symlink(join(root, 'deploy/prometheus/rules'), join(folder, 'rules'));
      const { code, output } = await runTool('promtool', ['check', 'config', join(folder, 'prometheus.yml')]);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toContain(`${ruleFiles.length} rule files found`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Metrics of an expression that nobody tells, and labels that they do not have. */
function faultsOf(where: string, expr: string): string[] {
  const recorded = new Set(rules.map(({ record }) => record));
  const faults: string[] = [];
  for (const [, name, selector] of expr.matchAll(
    /\b((?:wiredesk|nodejs|process|kubelet)[_:][a-z0-9_:]+|up)\b(?:\{([^}]*)\})?/g,
  )) {
    if (recorded.has(name) || metricsOfOthers.includes(name!)) continue;
    const labels = known.get(name!) ?? known.get(name!.replace(/_(?:bucket|sum|count)$/, ''));
    if (!labels) faults.push(`${where}: nobody tells ${name}`);
    else
      for (const [, label] of (selector ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g))
        if (!labels.has(label!) && !labelsOfOthers.includes(label!))
          faults.push(`${where}: ${name} has no label ${label}`);
  }
  return faults;
}
