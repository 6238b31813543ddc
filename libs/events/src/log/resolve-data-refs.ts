import type { DataSource } from 'typeorm';
import { dataIdOf, loadEventData } from '#store';
import type { EventMessage } from '../event-bus.js';

/**
 * Gives events their data when it rides by reference (`ce_dataref`). Leaves out events whose data a newer event of their
 * key superseded; one whose data is lost gets the fault `dataref_missing`. Rejects while the store is away.
 */
export async function resolveDataRefs<M extends EventMessage>(
  dataSource: DataSource,
  messages: readonly M[],
): Promise<readonly M[]> {
  const ids = messages.flatMap((message) => dataIdOf(message.headers) ?? []);
  if (ids.length === 0) return messages;
  const found = await loadEventData(dataSource, ids);
  return messages.flatMap((message) => {
    const id = dataIdOf(message.headers);
    if (id === undefined) return [message];
    const value = found.get(id);
    if (value === null) return [];
    if (value !== undefined) return [{ ...message, value }];
    const detail = `the data behind ${id} is gone, and no newer event took its place`;
    return [{ ...message, fault: { code: 'dataref_missing', detail } }];
  });
}
