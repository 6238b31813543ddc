import { Client } from '@elastic/elasticsearch';
import { ConfigError } from '#contracts';

/** Where Elasticsearch is and how it is entered. */
export interface ElasticsearchOptions {
  /** URL of one node or of what balances several. */
  readonly node: string;
  /** Begins the name of every index, alias and template: small letters, digits, `-` and `_`; may be empty. */
  readonly prefix: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificate of the authority that signed the node's, PEM. */
  readonly ca?: string;
}

/** A search that takes longer is given up: its reader has left, and others wait. */
const requestTimeoutMs = 15_000;

/**
 * The client as the engine uses it: no sniffing (what is behind a balancer must not be gone round), no compression (on
 * the way to a near node it costs more than it saves), two tries more for what a broken connection took away.
 */
export function createClient({ node, apiKey, username, password, ca }: ElasticsearchOptions): Client {
  return new Client({
    node,
    maxRetries: 2,
    requestTimeout: requestTimeoutMs,
    compression: false,
    sniffOnStart: false,
    enableMetaHeader: false,
    ...(apiKey === undefined ? {} : { auth: { apiKey } }),
    ...(username === undefined || password === undefined ? {} : { auth: { username, password } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
}

/** Throws ConfigError `index_prefix_invalid` for a prefix that no index may begin with. */
export function checkedPrefix(prefix: string): string {
  if (/^(?:[a-z0-9][a-z0-9_-]{0,99})?$/.test(prefix)) return prefix;
  throw new ConfigError(
    'index_prefix_invalid',
    'INDEX_PREFIX may hold small letters, digits, "-" and "_", and must begin with a letter or digit',
  );
}
