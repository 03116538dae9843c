/**
 * An explicit-state checker: every state that the steps of a system reach, breadth first, each once.
 *
 *     start ──steps──▶ states one step away ──steps──▶ … until nothing new is found
 *
 * States with equal keys are the same state. The first broken law ends the exploration, and because
 * it went breadth first no shorter list of steps breaks that law. It knows nothing of grants.
 */

export interface Step<State, Law> {
  /** What happens, in words: a line of the counterexample. */
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
  /** The same text for two states exactly if whatever follows one of them can follow the other. */
  key(state: State): string
}

export interface Exploration<Law> {
  readonly states: number
  readonly transitions: number
  /** The largest number of steps from the start to a state on a shortest way. */
  readonly depth: number
  /** The shortest way to break one of the laws watched; null where all hold. */
  readonly counterexample: { readonly law: Law; readonly steps: readonly string[] } | null
}

interface Place<State> {
  readonly state: State
  readonly depth: number
  /** How it was reached; null at the start. */
  readonly way: { readonly from: Place<State>; readonly does: string } | null
}

/** Explores until a watched law is broken or nothing is left. A step that breaks others goes on. */
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
