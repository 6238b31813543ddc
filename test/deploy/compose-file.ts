import { parse } from 'yaml';
import { runTool } from './tool.js';

/** The admin key that the tests give to Compose. */
export const adminKey = 'an-admin-key-of-the-deployment-tests-0123456789';

export interface ComposeService {
  readonly image?: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly unknown[];
  readonly depends_on?: Readonly<Record<string, unknown>> | readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly mem_limit?: string | number;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly init?: boolean;
  readonly stop_grace_period?: string;
  readonly profiles?: readonly string[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** A Compose file as docker-compose resolves it: anchors, merges and variables done. Throws with what it says. */
export async function resolveCompose(
  file: string,
  env: Readonly<Record<string, string>> = { WIREDESK_ADMIN_KEY: adminKey },
): Promise<ComposeFile> {
  const { code, stdout, output } = await runTool('docker-compose', ['-f', file, 'config'], { env });
  if (code !== 0) throw new Error(output);
  return parse(stdout) as ComposeFile;
}
