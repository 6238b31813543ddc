import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** An API key as it is stored: never the key itself, only what recognises it. */
@Entity({ schema: 'access', name: 'api_keys' })
export class ApiKeyRow {
  @PrimaryColumn({ name: 'key_id', type: 'uuid' })
  keyId: string;

  /** First part of the key, for people to tell keys apart. */
  @Column({ type: 'text' })
  prefix: string;

  /** SHA-256 of the whole key. */
  @Column({ type: 'bytea', unique: true })
  hash: Buffer;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', array: true })
  scopes: string[];

  /** The one feed it may push to. */
  @Column({ type: 'text', nullable: true })
  feed: string | null;

  /** Providers whose copy it may read; null = all. */
  @Column({ type: 'text', array: true, nullable: true })
  providers: string[] | null;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  /** Written now and then, not at every use. */
  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;
}
