import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of an app's routes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('wiredesk')
    .setDescription(
      'Pushes of dispatches, receipts, search, streams and deliveries. Errors are application/problem+json with a stable `code`.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: wd_…' })
    .addSecurityRequirements('bearer');
  return SwaggerModule.createDocument(app, builder.build());
}

/** Serves the document at `/docs-json` and, for people, at `/docs`. It is built at the first request. */
export function serveOpenApi(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'wiredesk API',
  });
}
