import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { cleanJson, ProblemError } from '#contracts';

type Part = 'body' | 'query' | 'path';

/** How many faults an answer names. */
const namedFaults = 20;

/** What `@Body`, `@Query` and `@Param` take: the schema, for the OpenAPI document, and the pipe that applies it. */
export interface SchemaOptions<S extends z.ZodType> {
  readonly schema: S;
  readonly pipes: PipeTransform[];
}

/** `@Body(zodBody(schema)) body: z.infer<typeof schema>`: the body, checked; else 400 `request_invalid`. */
export function zodBody<S extends z.ZodType>(schema: S): SchemaOptions<S> {
  return { schema, pipes: [new SchemaPipe(schema, 'body')] };
}

/** `@Query(zodQuery(schema)) query: z.infer<typeof schema>`: all query parameters, checked. */
export function zodQuery<S extends z.ZodType>(schema: S): SchemaOptions<S> {
  return { schema, pipes: [new SchemaPipe(schema, 'query')] };
}

/** `@Param('id', zodParam(z.uuid())) id: string`: one part of the path, checked; a misfit is 404 `not_found`. */
export function zodParam<S extends z.ZodType>(schema: S): SchemaOptions<S> {
  return { schema, pipes: [new SchemaPipe(schema, 'path')] };
}

/**
 * Checks a part of the request against a zod schema, after text was cleaned of NUL and lone surrogates. The answer to
 * a misfit names the fields (`errors: [{path, message}]`) and repeats no values.
 */
export class SchemaPipe<S extends z.ZodType> implements PipeTransform<unknown, Promise<z.output<S>>> {
  constructor(
    private readonly schema: S,
    private readonly part: Part,
  ) {}

  async transform(value: unknown): Promise<z.output<S>> {
    const result = await this.schema.safeParseAsync(cleanJson(value));
    if (result.success) return result.data;
    if (this.part === 'body' && value === undefined) {
      throw new ProblemError('request_invalid', 'A JSON body with Content-Type: application/json is needed.');
    }
    if (this.part === 'path') throw new ProblemError('not_found', 'There is nothing under this id.');
    const errors = result.error.issues.slice(0, namedFaults).map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: issue.message,
    }));
    throw new ProblemError('request_invalid', sentence(this.part, errors), { members: { errors } });
  }
}

function sentence(part: Part, errors: readonly { path: string; message: string }[]): string {
  const faults = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return `The ${part} is not valid: ${faults.join('; ')}.`;
}
