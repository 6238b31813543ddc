import type { DataSource } from 'typeorm';
import type { Statement } from './select-documents.js';

/** A search that takes longer is given up: its reader has left, and others wait. */
const searchTimeoutMs = 15_000;

/**
 * Runs a search. PostgreSQL thinks that looking into a row's words costs next to nothing, while it means reading a
 * vector of many kilobytes from beside the table: left alone it prefers to read all rows. JIT takes longer than the
 * search itself.
 */
export function runStatement<T>(dataSource: DataSource, { sql, values }: Statement): Promise<T[]> {
  return dataSource.transaction(async (manager) => {
    await manager.query(
      `select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
         set_config('work_mem', '32MB', true), set_config('statement_timeout', $1, true)`,
      [String(searchTimeoutMs)],
    );
    return manager.query<T[]>(sql, values);
  });
}
