import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '#platform';
import { SearchEngine } from '#search';

/** The indexer is ready while the index takes what it has: deployments then wait for an engine that is away. */
@Injectable()
export class EngineCheck implements OnModuleInit {
  constructor(
    @Inject(SearchEngine) private readonly engine: SearchEngine,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register('index', async () => {
      const { ok, detail } = await this.engine.health();
      if (!ok) throw new Error(detail ?? 'the search engine does not answer');
    });
  }
}
