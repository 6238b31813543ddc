import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** One configured channel from a provider. */
@Entity({ schema: 'gateway', name: 'feeds' })
export class FeedRow {
  /** Slug. */
  @PrimaryColumn({ type: 'text' })
  feed: string;

  @Column({ type: 'text' })
  provider: string;

  /** How it arrives. */
  @Column({ type: 'text' })
  kind: string;

  /** Profile to read with; null = the provider's own, else recognised from the content. */
  @Column({ type: 'text', nullable: true })
  profile: string | null;

  @Column({ type: 'boolean' })
  enabled: boolean;

  /** Standard-Webhooks secrets (`whsec_…`), several while they rotate; empty = no such signature is accepted. */
  @Column({ name: 'webhook_secrets', type: 'text', array: true })
  webhookSecrets: string[];

  /** Keys of `x-superdesk-signature`; empty = no such signature is accepted. */
  @Column({ name: 'superdesk_secrets', type: 'text', array: true })
  superdeskSecrets: string[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
