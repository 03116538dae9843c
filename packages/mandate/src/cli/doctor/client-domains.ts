/** Domains whose clients identify themselves by a document, and which wait for the operator. */

import { databaseNamed } from '../../runtime/database.ts'
import { everyRow } from '../../store/every-row.ts'
import { printable } from '../terminal.ts'
import type { Examine } from './check.ts'

const SHOWN = 3
const name = 'client-domains'

export const clientDomains: Examine = async ({ settings }) => {
  if (settings.clientDocuments.others === 'off') return undefined
  const database = databaseNamed(settings.database)
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    try {
      const all = await everyRow((page) => store.clientDomains.list(page))
      const waiting = all.filter(({ decision }) => decision === 'held').map(({ id }) => id)
      if (waiting.length === 0) return undefined
      const shown = waiting.slice(0, SHOWN).map(printable).join(', ')
      const more = waiting.length > SHOWN ? ` and ${waiting.length - SHOWN} more` : ''
      const message = `clients of ${shown}${more} are refused until you decide about them`
      const remedy = 'see who asked with: mandate client-domain list; then allow or deny each'
      return { ...{ name, ok: true, notice: true }, message, remedy }
    } finally {
      await store.close()
    }
  } catch {
    // Another check reports problems with the database.
    return undefined
  }
}
