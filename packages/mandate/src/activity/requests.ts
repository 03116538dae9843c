import { type EndpointGroup, endpointGroups, groupOf } from './endpoints.ts'
import { LATENCY_BOUNDS, latencyStep, stepKey } from './latency.ts'

/** Requests of one group of endpoints, by the class of their status and by the step of their time. */
interface Requests {
  readonly statuses: number[]
  readonly steps: number[]
}

export interface RequestCounts {
  add(route: string, status: number, milliseconds: number): void
  /** All of them, which starts anew: `request.token` `2xx`, `latency.token` `8`. */
  take(): readonly (readonly [kind: string, key: string, counted: number])[]
}

/** Counts each request, so it makes no objects and no strings. */
export function createRequestCounts(): RequestCounts {
  const byGroup = new Map<EndpointGroup, Requests>()
  for (const group of endpointGroups) {
    byGroup.set(group, { statuses: zeros(6), steps: zeros(LATENCY_BOUNDS.length + 1) })
  }
  /** Looking up the group of a route takes longer than counting. There are as many as routes. */
  const byRoute = new Map<string, Requests>()

  function find(route: string): Requests | undefined {
    const group = groupOf(route)
    const requests = group && byGroup.get(group)
    if (requests !== undefined) byRoute.set(route, requests)
    return requests
  }

  return {
    add(route, status, milliseconds) {
      const requests = byRoute.get(route) ?? find(route)
      if (requests === undefined) return
      const { statuses, steps } = requests
      const kind = Math.floor(status / 100)
      statuses[kind] = (statuses[kind] ?? 0) + 1
      const step = latencyStep(milliseconds)
      steps[step] = (steps[step] ?? 0) + 1
    },
    take() {
      return [...byGroup].flatMap(([group, { statuses, steps }]) => [
        ...emptied(statuses).map(
          ([kind, counted]) => [`request.${group}`, `${kind}xx`, counted] as const,
        ),
        ...emptied(steps).map(
          ([step, counted]) => [`latency.${group}`, stepKey(step), counted] as const,
        ),
      ])
    },
  }
}

/** The counts that are not zero, with their places; all of them are zero afterwards. */
function emptied(counts: number[]): readonly (readonly [place: number, counted: number])[] {
  const found = [...counts.entries()].filter(([, counted]) => counted > 0)
  counts.fill(0)
  return found
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}
