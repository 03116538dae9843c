/** The link for the first operator that `mandate serve` shows at a terminal. */

import { makeSetupLink } from '../operations/setup-link.ts'
import { openData } from '../runtime/open-data.ts'
import { mayPass } from '../runtime/patient-opening.ts'
import type { Settings } from '../settings.ts'
import { readOnly } from '../store/read-only.ts'
import { type CommandContext, OPERATOR } from './command.ts'

export interface FirstLink {
  /** Undefined if there is an operator, or if it could not be made. */
  readonly link?: string
  /** Why it could not be made, unless the database is only away for now. */
  readonly problem?: string
}

/** Rejects with nothing: the server runs, and goes on without the link. */
export async function firstLinkFor(
  context: CommandContext,
  settings: Settings,
): Promise<FirstLink> {
  try {
    const opened = await openData(context, settings, { create: false })
    try {
      const { clock, random } = context
      const data = { ...opened, store: readOnly(opened.store), clock, random }
      const made = await makeSetupLink(data, OPERATOR, {})
      return made.is === 'made' ? { link: made.address } : {}
    } finally {
      await opened.store.close()
    }
  } catch (error) {
    if (mayPass(error, settings)) return {}
    const reason = error instanceof Error ? error.message : String(error)
    return {
      problem: `The link for the first operator cannot be made: ${reason} Once this is mended, run: mandate setup-link`,
    }
  }
}
