/** A server's costs apart from requests: its start-up, its memory, its storage. */

import { median } from './report/statistics.ts'
import type { Driver } from './subjects/drive.ts'

const GRANTS = 300
const REFRESHES = 3
const STARTS = 3
const ENOUGH_SECONDS = 60

export interface Storage {
  /** Bytes for a grant whose code was exchanged. */
  readonly perGrant: number
  /** Bytes that each refresh adds. */
  readonly perRefresh: number
}

/** Null if the data are lost with the process. */
export async function measureStorage({
  subject,
  drive,
  refreshAll,
}: Driver): Promise<Storage | null> {
  if (subject.storage === undefined) return null
  const empty = await subject.storage()
  await drive('exchange', { kind: 'closed', seconds: ENOUGH_SECONDS }, GRANTS)
  const exchanged = await subject.storage()
  const refreshes = await refreshAll(REFRESHES)
  const refreshed = await subject.storage()
  return {
    perGrant: Math.round((exchanged - empty) / GRANTS),
    perRefresh: Math.round((refreshed - exchanged) / refreshes),
  }
}

/** Milliseconds from the start of a process until it is ready to answer; a median. */
export async function measureStartup({ subject }: Driver): Promise<number> {
  const times = [subject.startup]
  while (times.length < STARTS) times.push(await subject.startAnother())
  return Math.round(median(times))
}
