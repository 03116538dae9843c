/**
 * Checks what is true of every row of an intact database. Digests cannot do this: damaged rows have
 * a valid digest too. It happens while the backup is made, so that damage is not discovered on the
 * day the backup is needed.
 */

import { DatabaseRefused } from '../engine.ts'
import { accounts } from '../tables/accounts.ts'
import { clientDomains } from '../tables/client-domains.ts'
import { clientLogos } from '../tables/client-logos.ts'
import { clients } from '../tables/clients.ts'
import { consents } from '../tables/consents.ts'
import { declaredSettings } from '../tables/declared-settings.ts'
import { endedAssertions } from '../tables/ended-assertions.ts'
import { endpoints } from '../tables/endpoints.ts'
import { grants } from '../tables/grants.ts'
import { deletedAccounts, identities } from '../tables/identities.ts'
import { knownBrowsers } from '../tables/known-browsers.ts'
import { operators } from '../tables/operators.ts'
import { passkeys } from '../tables/passkeys.ts'
import { platformKeys } from '../tables/platform-keys.ts'
import { registrationTokens } from '../tables/registration-tokens.ts'
import { resources } from '../tables/resources.ts'
import { scimUsers } from '../tables/scim-users.ts'
import { sessions } from '../tables/sessions.ts'
import { columnsIn, isSound } from '../tables/table.ts'
import { trustedIssuers } from '../tables/trusted-issuers.ts'
import type { Rows, Snapshot, Table } from './content.ts'

const described = [
  ...[accounts, clientLogos, clients, consents, deletedAccounts, grants, identities],
  ...[knownBrowsers, passkeys, platformKeys, registrationTokens, resources, scimUsers, sessions],
  ...[clientDomains, declaredSettings, endedAssertions, endpoints, operators, trustedIssuers],
]
const rules = new Map(described.map(({ name, fields }) => [name, columnsIn(fields)]))

/** The same snapshot, but reading it throws `DatabaseRefused` at the first invalid row. */
export function soundRowsOf(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    async *read(table) {
      for await (const rows of snapshot.read(table)) {
        const broken = findBroken(table, rows)
        if (broken !== undefined) throw unsound(table, broken)
        yield rows
      }
    },
  }
}

function unsound({ name }: Table, column: string): DatabaseRefused {
  return new DatabaseRefused(
    `The table ${name} has a row whose ${column} cannot be right: it is damaged, or it was read wrongly.`,
    'Look at the database, or use an older backup; nothing was written.',
  )
}

/** The first column with an invalid value, or undefined. */
function findBroken({ name, columns }: Table, rows: Rows): string | undefined {
  const places = Object.keys(columns)
  const broken = rules.get(name)?.find((column) => {
    const place = places.indexOf(column.name)
    // An older version may not have this column yet.
    return place >= 0 && rows.some((row) => !isSound(column, row[place] ?? null))
  })
  return broken?.name
}
