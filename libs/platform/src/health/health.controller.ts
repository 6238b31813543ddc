import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../http/public-route.js';
import { HealthRegistry, type HealthReport } from './health-registry.js';

/** Health for orchestrators: `live` asks for a restart when 503, `ready` for no traffic when 503. */
@Public()
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process works; 503 asks for a restart' })
  async live(@Res() response: Response): Promise<void> {
    answer(response, await this.health.live());
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Whether the process can take work now; 503 while it starts, drains or lacks its store',
  })
  async ready(@Res() response: Response): Promise<void> {
    answer(response, await this.health.ready());
  }
}

function answer(response: Response, report: HealthReport): void {
  const status = report.ok ? 'ok' : report.draining ? 'draining' : 'failing';
  response
    .status(report.ok ? 200 : 503)
    .setHeader('cache-control', 'no-store')
    .json({ status, checks: report.checks });
}
