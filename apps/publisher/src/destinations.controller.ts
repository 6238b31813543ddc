import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentReader, RequireScope, type Reader } from '#access';
import {
  DeliverySender,
  destinationChange,
  destinationId,
  Destinations,
  newDestination,
  secretRotation,
  type DestinationChange,
  type DestinationView,
  type NewDestination,
  type SavedDestination,
  type SecretRotation,
  type TestResult,
} from '#delivery';
import { zodBody, zodParam } from '#platform';

/** Where events are delivered. */
@ApiTags('destinations')
@Controller('v1/destinations')
@RequireScope('destinations:write')
export class DestinationsController {
  constructor(
    @Inject(Destinations) private readonly destinations: Destinations,
    @Inject(DeliverySender) private readonly sender: DeliverySender,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Add a webhook; the answer holds its signing secret, this once' })
  create(
    @Body(zodBody(newDestination)) body: NewDestination,
    @CurrentReader() reader: Reader,
  ): Promise<SavedDestination & { secret: string }> {
    return this.destinations.create(body, reader);
  }

  @Get()
  @RequireScope('destinations:write', 'ops:read')
  @ApiOperation({ summary: 'All destinations and how they fare' })
  async list(@CurrentReader() reader: Reader): Promise<{ destinations: DestinationView[] }> {
    return { destinations: await this.destinations.list(reader) };
  }

  @Get(':id')
  @RequireScope('destinations:write', 'ops:read')
  @ApiOperation({ summary: 'One destination' })
  get(
    @Param('id', zodParam(destinationId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<DestinationView> {
    return this.destinations.get(id, reader);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a destination, or switch it off and on' })
  async change(
    @Param('id', zodParam(destinationId)) id: string,
    @Body(zodBody(destinationChange)) body: DestinationChange,
    @CurrentReader() reader: Reader,
  ): Promise<SavedDestination> {
    const changed = await this.destinations.change(id, body, reader);
    this.sender.wake();
    return changed;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a destination; what waits for it is skipped' })
  remove(@Param('id', zodParam(destinationId)) id: string, @CurrentReader() reader: Reader): Promise<void> {
    return this.destinations.remove(id, reader);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a signed test event now and tell how it went' })
  test(
    @Param('id', zodParam(destinationId)) id: string,
    @CurrentReader() reader: Reader,
  ): Promise<TestResult> {
    return this.destinations.test(id, reader);
  }

  @Post(':id/secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new signing secret; the former one signs too until the overlap ends' })
  rotateSecret(
    @Param('id', zodParam(destinationId)) id: string,
    @Body(zodBody(secretRotation)) body: SecretRotation,
    @CurrentReader() reader: Reader,
  ): Promise<DestinationView & { secret: string }> {
    return this.destinations.rotateSecret(id, body, reader);
  }
}
