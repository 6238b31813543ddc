import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ParserPool, type Parser } from '#wire';
import { NormaliserHandler, parserToken } from './normaliser.handler.js';
import { NormaliserStore } from './normaliser.store.js';

@Module({
  controllers: [NormaliserHandler],
  providers: [NormaliserStore, { provide: parserToken, useFactory: () => new ParserPool() }],
})
export class NormaliserModule implements OnApplicationShutdown {
  constructor(@Inject(parserToken) private readonly parser: Parser) {}

  async onApplicationShutdown(): Promise<void> {
    await this.parser.close();
  }
}
