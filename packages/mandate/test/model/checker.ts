/**
 * An explicit-state checker: every state that the steps of a system reach, breadth first, each once.
 *
 *     start ──steps──▶ states one step away ──steps──▶ … until nothing new is found
 *
 * States with equal keys are the same state. The first broken law ends the exploration; because it is
 * breadth first, no shorter list of steps breaks that law. The checker knows nothing about grants.
 */

export interface Step<State, Law> {
  /** The event, in words: a line of the counterexample. */
  readonly does: string
  readonly to: State
  /** The laws that this step itself breaks. */
  readonly breaks: readonly Law[]
}

export interface System<State, Law> {
  readonly start: State
  steps(state: State): readonly Step<State, Law>[]
  /** The laws that do not hold in the state, however it was reached. */
  broken(state: State): readonly Law[]
  /** The same text for two states exactly if the same continuations are possible from both. */
  key(state: State): string
}

export interface Exploration<Law> {
  readonly states: number
  readonly transitions: number
  /** The greatest distance of any state from the start, in steps. */
  readonly depth: number
  /** The shortest way to break one of the laws watched; null if all hold. */
  readonly counterexample: { readonly law: Law; readonly steps: readonly string[] } | null
}

interface Place<State> {
  readonly state: State
  readonly depth: number
  /** The steps that led to it; null at the start. */
  readonly way: { readonly from: Place<State>; readonly does: string } | null
}

/** Explores until a watched law is broken or nothing is left. Breaking other laws does not stop it. */
export function explore<State, Law>(
  system: System<State, Law>,
  watched: readonly Law[],
): Exploration<Law> {
  const start: Place<State> = { state: system.start, depth: 0, way: null }
  const known = new Set([system.key(start.state)])
  let transitions = 0
  let depth = 0
  const found = (law: Law, steps: readonly string[]): Exploration<Law> => ({
    ...{ states: known.size, transitions, depth },
    counterexample: { law, steps },
  })
  const watchedOf = (broken: readonly Law[]) => broken.find((law) => watched.includes(law))

  let frontier = [start]
  while (frontier.length > 0) {
    const next: Place<State>[] = []
    for (const place of frontier) {
      const law = watchedOf(system.broken(place.state))
      if (law !== undefined) return found(law, wayTo(place))
      for (const { does, to, breaks } of system.steps(place.state)) {
        transitions++
        const brokenByStep = watchedOf(breaks)
        if (brokenByStep !== undefined) return found(brokenByStep, [...wayTo(place), does])
        const key = system.key(to)
        if (known.has(key)) continue
        known.add(key)
        depth = place.depth + 1
        next.push({ state: to, depth, way: { from: place, does } })
      }
    }
    frontier = next
  }
  return { states: known.size, transitions, depth, counterexample: null }
}

function wayTo(place: Place<unknown>): readonly string[] {
  const steps: string[] = []
  for (let way = place.way; way !== null; way = way.from.way) steps.unshift(way.does)
  return steps
}
