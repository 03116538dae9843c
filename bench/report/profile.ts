/** Where the processor time went, from a V8 profile (`node --cpu-prof`). */

/** The part of a profile that is used. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
    }
  }[]
  readonly samples: readonly number[]
  /** Microseconds between the samples. */
  readonly timeDeltas: readonly number[]
}

export interface Hot {
  readonly name: string
  /** File and line, relative to the repository or the package. */
  readonly where: string
  /** Its share of the busy time, without the functions it called. */
  readonly share: number
}

/** The profiles of one kind of work. */
export interface Profiled {
  readonly subject: string
  readonly work: string
  readonly hottest: readonly Hot[]
}

/**
 * The functions with the most self time in the last `seconds` of the profile; idle time does
 * not count. Waiting inside a call, such as a COMMIT for the disk, is self time.
 */
export function hottest(profile: CpuProfile, most: number, seconds: number): readonly Hot[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, describe(callFrame)]))
  const spent = new Map<string, { readonly name: string; readonly where: string; time: number }>()
  let busy = 0
  let left = profile.timeDeltas.reduce((sum, time) => sum + time, 0)
  profile.samples.forEach((id, index) => {
    const time = profile.timeDeltas[index] ?? 0
    left -= time
    const what = names.get(id)
    if (what === undefined || what.name === '(idle)' || left >= seconds * 1e6) return
    busy += time
    const key = `${what.name} ${what.where}`
    const known = spent.get(key)
    if (known === undefined) spent.set(key, { ...what, time })
    else known.time += time
  })
  return [...spent.values()]
    .sort((a, b) => b.time - a.time)
    .slice(0, most)
    .map(({ name, where, time }) => ({ name, where, share: Number((time / busy).toFixed(4)) }))
}

function describe(frame: CpuProfile['nodes'][number]['callFrame']) {
  const path = frame.url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(packages\/)/, '$1')
  const where = path === '' ? 'native' : `${path}:${frame.lineNumber + 1}`
  return { name: frame.functionName || '(anonymous)', where }
}
