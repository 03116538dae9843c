/** Whether every server uses the settings that are kept in the database. */

import { databaseNamed } from '../../runtime/database.ts'
import type { Check } from '../checks.ts'
import { moment, printable } from '../terminal.ts'
import type { Examine } from './check.ts'

const name = 'database settings'

const failed = (message: string): Check => ({
  ...{ name, ok: false, message },
  remedy: 'give the server what is missing, or declare another value; it tries again by itself',
})

export const declaredSettings: Examine = async ({ settings, sources, missing }) => {
  const database = databaseNamed(settings.database)
  try {
    if (!(await database.isThere())) return undefined
    const store = await database.open({ readOnly: true })
    try {
      const current = await store.declaredSettings.current()
      if (current === undefined) return undefined
      const faults = await store.declaredSettings.listFaults()
      const refused = faults.filter(({ version }) => version === current.version)
      const elsewhere = refused.map(
        ({ id, problem, at }) =>
          `the server ${id} does not use version ${current.version}, since ${moment(at)} UTC: ${printable(problem)}`,
      )
      const wrong = [...missing.map((problem) => `here: ${printable(problem)}`), ...elsewhere]
      if (wrong.length > 0) return wrong.map(failed)
      const names = Object.keys(current.settings)
      const hidden = names.filter(
        (one) => !(sources.get(one as never) ?? '').startsWith('declared'),
      )
      const beside =
        hidden.length === 0 ? '' : `; given here otherwise, which wins: ${hidden.join(', ')}`
      return {
        ...{ name, ok: true },
        message: `version ${current.version}, with ${names.length} ${names.length === 1 ? 'setting' : 'settings'}, since ${moment(current.declaredAt)} UTC${beside}`,
      }
    } finally {
      await store.close()
    }
  } catch {
    // Another check reports problems with the database.
    return undefined
  }
}
