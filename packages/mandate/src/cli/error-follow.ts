/** `mandate error list --follow`: each refused request as it is stored. */

import { setTimeout as pause } from 'node:timers/promises'
import { explanationDocument } from '../explanations/document.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Explanation } from '../store/records.ts'
import type { CommandContext } from './command.ts'
import { explanationCells } from './shown/errors.ts'
import { printable } from './terminal.ts'

const EVERY_MS = 1_000
/** Servers store several at once, so one can appear this long after its time, in seconds. */
const LATE = 10
const PAGE = 1_000

export interface Following {
  readonly clientId?: string
  /** In seconds since 1970. Default: now. */
  readonly since: number | undefined
  /** Whether each is a line of JSON. */
  readonly json: boolean
}

/** Prints them, oldest first, until the stop signal arrives. */
export async function followErrors(
  context: CommandContext,
  store: Pick<ReadStore, 'explanations'>,
  { clientId, since: first, json }: Following,
): Promise<void> {
  let stopped = false
  const stop = context.stopSignal().then(() => {
    stopped = true
  })
  let since = first ?? context.clock.now()
  let shown = new Map<string, number>()
  while (!stopped) {
    const now = context.clock.now()
    const found = await storedSince(store, { clientId, since })
    for (const one of found.filter(({ id }) => !shown.has(id)).toReversed()) {
      shown.set(one.id, one.at)
      const line = explanationCells(one).map(printable).join('  ')
      context.terminal.print(json ? JSON.stringify(explanationDocument(one)) : line)
    }
    since = Math.max(since, now - LATE)
    shown = new Map([...shown].filter(([, at]) => at >= since))
    await Promise.race([pause(EVERY_MS, undefined, { ref: true }), stop])
  }
}

/** Newest first. */
async function storedSince(
  { explanations }: Pick<ReadStore, 'explanations'>,
  { clientId, since }: { readonly clientId: string | undefined; readonly since: number },
): Promise<readonly Explanation[]> {
  const found: Explanation[] = []
  for (;;) {
    const page = await explanations.listBefore({ clientId, before: found.at(-1) }, PAGE)
    const recent = page.filter(({ at }) => at >= since)
    found.push(...recent)
    if (recent.length < PAGE) return found
  }
}
