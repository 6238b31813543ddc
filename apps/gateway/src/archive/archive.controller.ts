import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AuditLog, CurrentReader, RequireScope, type Reader } from '#access';
import { zodBody, zodParam } from '#platform';
import { ArchiveService, unknownTransmission, type TransmissionView } from './archive-service.js';
import { ReplayService } from './replay-service.js';

const transmissionId = z.uuid();
const replayOne = z
  .strictObject({ notify: z.boolean().default(false).describe('Alert and deliver what changes.') })
  .default({ notify: false });

/** Stored transmissions. */
@ApiTags('transmissions')
@Controller('v1/transmissions/:id')
export class ArchiveController {
  constructor(
    @Inject(ArchiveService) private readonly archive: ArchiveService,
    @Inject(ReplayService) private readonly replays: ReplayService,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  @Get()
  @RequireScope('search:read', 'ops:read', 'feed:push')
  @ApiOperation({ summary: 'What is known of a transmission' })
  show(
    @Param('id', zodParam(transmissionId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<TransmissionView> {
    return this.archive.show(id, reader);
  }

  @Get('raw')
  @RequireScope('search:read', 'ops:read', 'feed:push')
  @ApiOperation({ summary: 'The bytes as they came in' })
  async raw(
    @Param('id', zodParam(transmissionId)) id: string,
    @CurrentReader() reader: Reader,
    @Res() response: Response,
  ): Promise<void> {
    const raw = await this.archive.raw(id, reader);
    response.setHeader('content-type', safeContentType(raw.contentType));
    response.setHeader('content-disposition', dispositionOf(raw.filename ?? id));
    // an agency's HTML or SVG is data here: it must never run with the page's rights
    response.setHeader('content-security-policy', "sandbox; default-src 'none'");
    response.end(raw.body);
  }

  @Post('replay')
  @HttpCode(202)
  @RequireScope('ops:write')
  @ApiOperation({ summary: 'Normalise it again, with the profile that its feed has now' })
  async replay(
    @Param('id', zodParam(transmissionId)) id: string,
    @Body(zodBody(replayOne)) { notify }: z.output<typeof replayOne>,
    @CurrentReader() reader: Reader,
  ): Promise<{ transmissionId: string; run: number; receipt: string }> {
    await this.archive.show(id, reader);
    const [rerun] = await this.dataSource.transaction(async (manager) => {
      const reruns = await this.replays.rerun(manager, [id], notify);
      await this.audit.record(manager, {
        actor: reader.keyId,
        action: 'transmission.replayed',
        subject: id,
        detail: { notify },
      });
      return reruns;
    });
    if (!rerun) throw unknownTransmission();
    return { ...rerun, receipt: `/v1/receipts/${id}` };
  }
}

/** The stored type when it can stand in a header, else plain bytes. */
function safeContentType(stored: string | null): string {
  return stored !== null && /^[\x20-\x7e]+$/.test(stored) ? stored : 'application/octet-stream';
}

/** RFC 6266: an ASCII name for old clients and the true one encoded. */
function dispositionOf(filename: string): string {
  const plain = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(filename).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
