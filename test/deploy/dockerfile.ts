import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { run } from './tool.js';

export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** What a container of the image would start with. */
export interface Image {
  /** The image's root folder, as far as its own layers go. */
  readonly root: string;
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly labels: string;
  readonly base: string;
}

/** The instructions of a Dockerfile: comments dropped, continued lines put together. */
export function instructionsOf(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
      return { word: word.toUpperCase(), rest: rest.trim() };
    });
}

/**
 * Does what `docker build` would do, without an engine: every stage is a folder, files are copied as COPY says, and RUN
 * runs here, in the stage's own working folder. A RUN that names a path outside of it would touch this machine, and is
 * refused. The base image's own files are this machine's.
 */
export async function buildImage(
  text: string,
  context: string,
  ignore: string,
  work: string,
): Promise<Image> {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const { word, rest } of instructionsOf(text)) {
    if (word === 'FROM') {
      const [, base = '', , name] = /^(\S+)( AS (\S+))?$/i.exec(rest) ?? [];
      stage = new Stage(join(work, `stage-${stages.size}`), base);
      stages.set(name ?? String(stages.size), stage);
      await mkdir(stage.root, { recursive: true });
      continue;
    }
    if (!stage) throw new Error(`${word} before FROM`);
    if (word === 'COPY') await copy(stage, rest, stages, { context, ignored: ignoredBy(ignore) });
    else if (word === 'RUN') await stage.runHere(rest);
    else stage.note(word, rest);
  }
  if (!stage) throw new Error('the Dockerfile has no stage');
  return stage;
}

class Stage implements Image {
  workdir = '/';
  environment: Record<string, string> = {};
  user = 'root';
  labels = '';

  constructor(
    readonly root: string,
    readonly base: string,
  ) {}

  /** A path of the image as a path of this machine. */
  at(path: string): string {
    return join(this.root, path.startsWith('/') ? path : join(this.workdir, path));
  }

  note(word: string, rest: string): void {
    if (word === 'WORKDIR') this.workdir = rest;
    if (word === 'USER') this.user = rest;
    if (word === 'LABEL') this.labels += `${rest} `;
    if (word === 'ENV')
      for (const [, name, value] of rest.matchAll(/(\w+)=(\S+)/g)) this.environment[name!] = value!;
  }

  async runHere(command: string): Promise<void> {
    if (/(?:^|\s)\//.test(command)) throw new Error(`RUN names a path of this machine: ${command}`);
    const cwd = this.at('.');
    await mkdir(cwd, { recursive: true });
    const { code, output } = await run('sh', ['-c', command], {
      cwd,
      env: { ...this.environment, CI: 'true' },
    });
    if (code !== 0) throw new Error(`RUN ${command} ended with ${code}:\n${output.slice(-4_000)}`);
  }
}

interface Context {
  readonly context: string;
  readonly ignored: (path: string) => boolean;
}

async function copy(
  stage: Stage,
  rest: string,
  stages: ReadonlyMap<string, Stage>,
  { context, ignored }: Context,
): Promise<void> {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop() ?? '';
  const source = from === undefined ? undefined : stages.get(from);
  if (from !== undefined && !source) throw new Error(`COPY from ${from}, which is no stage`);
  for (const path of paths) {
    const origin = source ? source.at(path) : join(context, path);
    const into =
      target.endsWith('/') && path !== '.' ? join(stage.at(target), basename(path)) : stage.at(target);
    if (path === '.') {
      for (const name of await readdir(origin)) {
        if (!ignored(name))
          await cp(join(origin, name), join(into, name), {
            recursive: true,
            filter: (file) => !ignored(relative(context, file)),
          });
      }
    } else {
      await mkdir(dirname(into), { recursive: true });
      // out of a stage links do: a package folder has thousands of files, and nobody changes them from here on
      const { code, output } = await run('cp', [source ? '-alT' : '-aT', origin, into]);
      if (code !== 0) throw new Error(output);
    }
  }
}

/** Whether .dockerignore keeps a path, relative to the context, out of the build. */
export function ignoredBy(ignore: string): (path: string) => boolean {
  const patterns = ignore
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const anywhere = line.startsWith('**/') ? '(?:.*/)?' : '';
      const name = line.replace('**/', '').replaceAll('.', '\\.').replaceAll('*', '[^/]*');
      return new RegExp(`^${anywhere}${name}(?:/|$)`);
    });
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** Removes what a build left. */
export async function removeBuild(work: string): Promise<void> {
  await rm(work, { recursive: true, force: true });
}
