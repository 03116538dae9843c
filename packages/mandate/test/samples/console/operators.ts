/** Who looks at the console's pages in the samples. */

import { permissionsOf, type Role } from '../../../src/operators/roles.ts'
import type { ConsoleProps } from '../../../src/pages/console/shell.ts'
import type { Sample } from '../sample.ts'

export const now = Date.UTC(2026, 2, 3, 12) / 1000
export const DAY = 86_400

export function as(role: Role, name = 'ines.moreau@example.com'): Sample<ConsoleProps> {
  return {
    operator: { name, role, permissions: permissionsOf(role) },
    ...{ now, told: null, formFields: { operator: 'ines', once: '0123456789abcdefghijkl' } },
  }
}

export const owner = as('owner')
export const support = as(
  'support',
  'a.person.with.a.very.long.address.that.fills.the.bar@subdomain.of.a.company.example.com',
)

/** Whatever a stranger can choose. */
export const hostile = '</h1><img src=x onerror=alert(1)><b>‮gnorw'
export const long =
  'Norddeutschegrundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungen International Cooperative Holding'
/** Written from right to left, with a number and a sign that belong to it. */
export const arabic = 'ليلى الهاشمي (قسم 7)!'
