import { inspect } from 'node:util';
import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Config } from '../config/config.js';

export type SpanRole = 'server' | 'client' | 'producer' | 'consumer' | 'internal';

const kinds: Record<SpanRole, SpanKind> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** A piece of work in a trace. */
export interface TracedWork {
  /** W3C `traceparent` of this work, for whoever goes on with it; undefined when nothing is traced. */
  readonly traceparent: string | undefined;
  /** Runs something as part of this work: `activeTraceparent` then tells it. */
  run<T>(work: () => T): T;
  /** Ends the work; with an error it counts as failed. */
  end(error?: unknown, attributes?: Attributes): void;
}

const untraced: TracedWork = {
  traceparent: undefined,
  run: (work) => work(),
  end: () => undefined,
};

/**
 * Traces of a process, sent to an OTLP collector over HTTP. Without a collector nothing is made and nothing costs.
 * Spans are made by hand at the borders of the system (requests, events, deliveries): patching libraries at load time
 * does not fit ES modules, and would tell more of their insides than of the wire's way. Sampling follows the
 * standard's `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`.
 */
export class Tracing {
  private constructor(private readonly provider: NodeTracerProvider | undefined) {}

  /** Starts tracing when the settings name a collector. One process starts it once. */
  static start({ tracing, service }: Pick<Config, 'tracing' | 'service'>): Tracing {
    if (!tracing) return new Tracing(undefined);
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.name': `wiredesk-${service}` }),
      spanProcessors: [
        new BatchSpanProcessor(new OTLPTraceExporter({ url: `${tracing.endpoint}/v1/traces` })),
      ],
    });
    provider.register();
    return new Tracing(provider);
  }

  get isOn(): boolean {
    return this.provider !== undefined;
  }

  /** Begins a piece of work, as part of what a `traceparent` names, else of what runs now. */
  begin(
    name: string,
    role: SpanRole,
    options: { readonly parent?: string | undefined; readonly attributes?: Attributes } = {},
  ): TracedWork {
    if (!this.provider) return untraced;
    const parent = options.parent === undefined ? context.active() : contextOf(options.parent);
    const span = this.provider
      .getTracer('wiredesk')
      .startSpan(
        name,
        { kind: kinds[role], ...(options.attributes ? { attributes: options.attributes } : {}) },
        parent,
      );
    return tracedWork(span, trace.setSpan(parent, span));
  }

  /** Sends what is left and stops. */
  async stop(): Promise<void> {
    await this.provider?.shutdown();
  }
}

/** `traceparent` of the work that runs now; undefined when nothing is traced. */
export function activeTraceparent(): string | undefined {
  const span = trace.getActiveSpan();
  return span && traceparentOf(span);
}

function tracedWork(span: Span, inside: Context): TracedWork {
  return {
    traceparent: traceparentOf(span),
    run: (work) => context.with(inside, work),
    end: (error, attributes) => {
      if (attributes) span.setAttributes(attributes);
      if (error !== undefined) {
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: error instanceof Error ? error.message : inspect(error),
        });
      }
      span.end();
    },
  };
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function traceparentOf(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (!isSpanContextValid(span.spanContext())) return undefined;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function contextOf(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}
