import type { AppName, ServiceProcess } from '../stack/service-process.js';
import type { Services } from '../stack/services.js';

const restartDelayMs = 1_000;

/** Starts services again when they end, as Kubernetes or compose would, and keeps count. */
export class Orchestrator {
  /** Ends that no fault of the run asked for, by service and exit code. */
  readonly crashes: string[] = [];
  private readonly leftDown = new Set<ServiceProcess>();
  private readonly killed = new Set<ServiceProcess>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private isStopping = false;

  constructor(private readonly services: Services) {
    for (const service of services.all) service.onEnd = (code) => this.ended(service, code);
  }

  /** kill -9; the service is started again, unless it is to stay down. */
  async kill(service: ServiceProcess, { staysDown = false } = {}): Promise<void> {
    this.killed.add(service);
    if (staysDown) this.leftDown.add(service);
    await service.kill();
  }

  /** The replica that holds a lease, by what the replicas of its service say themselves. */
  async holderOf(app: AppName, lease: string): Promise<ServiceProcess> {
    for (const service of this.services.processes[app]) {
      const metrics = await (await fetch(`${service.url}/metrics`)).text();
      if (new RegExp(`^wiredesk_lease_held\\{[^}]*name="${lease}"[^}]*\\} 1$`, 'm').test(metrics))
        return service;
    }
    throw new Error(`no ${app} holds the lease ${lease}`);
  }

  /** From here on, what ends stays down. */
  stop(): void {
    this.isStopping = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private ended(service: ServiceProcess, code: number | null): void {
    if (this.isStopping) return;
    if (!this.killed.delete(service)) this.crashes.push(`${service.app} ended with ${code ?? 'a signal'}`);
    if (this.leftDown.has(service)) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void service.launch();
    }, restartDelayMs);
    this.timers.add(timer);
  }
}
