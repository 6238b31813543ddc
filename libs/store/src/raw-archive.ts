import type { DataSource } from 'typeorm';

/** The bytes of a transmission as they came in, with what was declared about them. */
export interface RawTransmission {
  readonly transmissionId: string;
  readonly body: Buffer;
  readonly contentType: string | null;
  readonly filename: string | null;
}

/**
 * Fetches raw transmissions by id, in one statement. Events carry this reference instead of the bytes
 * (docs/decisions/0002): whatever their size they are stored once.
 */
export async function readRawTransmissions(
  dataSource: DataSource,
  ids: readonly string[],
): Promise<Map<string, RawTransmission>> {
  const rows: {
    transmission_id: string;
    body: Buffer;
    content_type: string | null;
    filename: string | null;
  }[] = await dataSource.query(
    `select transmission_id, body, content_type, filename from gateway.transmissions
       where transmission_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.transmission_id,
      {
        transmissionId: row.transmission_id,
        body: row.body,
        contentType: row.content_type,
        filename: row.filename,
      },
    ]),
  );
}
