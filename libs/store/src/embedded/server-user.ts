import { spawnSync, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ConfigError } from '#contracts';

/** As whom and how a server program is started. */
export interface ServerUser {
  /** Owner of the data folder, or undefined for the user that runs the desk. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** The command and options that start a program as that user. */
  command(program: string, args: readonly string[]): { file: string; args: string[]; options: SpawnOptions };
}

const ownUser: ServerUser = {
  owner: undefined,
  command: (program, args) => ({ file: program, args: [...args], options: {} }),
};

/**
 * Servers such as PostgreSQL refuse to run as root: there they run as the system's `postgres` user, else as `nobody`.
 * When that user can't reach the given paths (a clone under a home of mode 0700), the programs keep root's right to
 * pass folders (CAP_DAC_OVERRIDE) through util-linux `setpriv`.
 */
export function chooseServerUser(paths: readonly string[]): ServerUser {
  if (process.getuid?.() !== 0) return ownUser;
  const owner = systemUser('postgres') ?? systemUser('nobody');
  if (!owner) {
    throw new ConfigError(
      'postgres_no_user',
      'PostgreSQL cannot run as root and this system has no other user',
    );
  }
  const reaches = paths.every((path) => spawnSync('test', ['-x', path], owner).status === 0);
  if (reaches)
    return { owner, command: (program, args) => ({ file: program, args: [...args], options: owner }) };
  const setpriv = [
    // access(2), which Java asks before it opens a file, leaves the right out of account without this
    '--securebits=+no_setuid_fixup',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  if (spawnSync('setpriv', [...setpriv, 'true']).status !== 0) {
    throw new ConfigError(
      'postgres_unreachable',
      `the user that PostgreSQL runs as cannot reach ${paths.join(' or ')}; run the desk as a normal user or from a folder that others may pass`,
    );
  }
  return {
    owner,
    command: (program, args) => ({ file: 'setpriv', args: [...setpriv, program, ...args], options: {} }),
  };
}

function systemUser(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
