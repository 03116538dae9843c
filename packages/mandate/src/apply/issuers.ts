/** The section `trusted_issuers`: a list, in which issuer, purpose and tenant say which one is meant. */

import { RegistrationRefused } from '../clients/registration-refused.ts'
import {
  type IssuerDescription,
  limitsGrants,
  makeTrustedIssuer,
  refuseIssuerProblem,
} from '../clients/trusted-issuer.ts'
import {
  createTrustedIssuer,
  turnTrustedIssuer,
  updateTrustedIssuer,
} from '../operations/trusted-issuers.ts'
import { everyRow } from '../store/every-row.ts'
import type { TrustedIssuer } from '../store/records.ts'
import {
  differences,
  membersOf,
  type PlanContext,
  type Planned,
  type Problem,
  placed,
  type Step,
} from './plan.ts'

/** The members of the file and the properties that they are. */
const MEMBERS = {
  name: 'name',
  issuer: 'issuer',
  purpose: 'purpose',
  tenant: 'tenant',
  customer: 'customer',
  provider: 'provider',
  jwks_uri: 'jwksUri',
  jwks: 'jwks',
  signing_alg_values_supported: 'algorithms',
  max_lifetime_seconds: 'maxLifetimeSeconds',
  clients: 'clients',
  scope: 'scope',
  resources: 'resources',
  provisions: 'provisions',
  logout_audience: 'logoutAudience',
  single_use: 'singleUse',
} as const satisfies Readonly<Record<string, keyof TrustedIssuer>>
/** They say which issuer it is, or whose people. */
const FIXED: readonly string[] = ['issuer', 'purpose', 'tenant', 'provider']

export async function planIssuers(
  context: PlanContext,
  section: unknown,
  clientsToCome: readonly string[],
): Promise<Planned> {
  if (section === null || section === undefined) return { steps: [], problems: [] }
  if (!Array.isArray(section)) {
    const text = 'trusted_issuers has to be a list, with - before each issuer'
    return { steps: [], problems: [{ at: ['trusted_issuers'], text }] }
  }
  const steps: Step[] = []
  const problems: Problem[] = []
  for (const [place, members] of section.entries()) {
    const wrong = await context.shapeProblems('issuer', members)
    const one =
      wrong.length > 0
        ? { problems: wrong }
        : await planOne(context, membersOf(members), clientsToCome)
    problems.push(...placed(['trusted_issuers', place], one.problems))
    if ('step' in one && one.step !== undefined) steps.push(one.step)
  }
  return { steps, problems }
}

async function planOne(
  context: PlanContext,
  { disabled, ...declared }: Readonly<Record<string, unknown>>,
  clientsToCome: readonly string[],
): Promise<{ readonly problems: readonly Problem[]; readonly step?: Step }> {
  const { store } = context
  const described = propertiesOf(declared) as unknown as IssuerDescription
  const rows = await store.trustedIssuers.listByIssuer(described.issuer)
  const { tenant = '' } = described
  const before = rows.find((one) => one.purpose === described.purpose && one.tenant === tenant)
  const id = `${described.issuer}${tenant === '' ? '' : ` (${tenant})`} for ${described.purpose}`
  for (const client of Object.keys(described.clients ?? {})) {
    if (clientsToCome.includes(client) || (await store.clients.find(client)) !== undefined) continue
    return { problems: [{ at: ['clients', client], text: `there is no client ${client}` }] }
  }
  try {
    if (before === undefined) {
      makeTrustedIssuer(described, context)
      const turns = disabled === true ? { disabled: true } : {}
      return {
        problems: [],
        step: {
          changes: [
            {
              ...{ noun: 'trusted issuer', id, action: 'add', notices: [] },
              members: differences({}, { ...declared, ...turns }),
            },
          ],
          async perform() {
            const outcome = await createTrustedIssuer(context, context.actor, described)
            if (outcome.is === 'invalid') return outcome.sentence
            if (outcome.is !== 'created') return 'It was registered by somebody else.'
            if (disabled === true) {
              await turnTrustedIssuer(context, context.actor, {
                id: outcome.issuer.id,
                turn: 'disable',
              })
            }
            return undefined
          },
        },
      }
    }
    const differing = differences(pickedFrom(before, declared), declared)
    const fixed = differing.find(({ name }) => FIXED.includes(name))
    if (fixed !== undefined) {
      const text = `${fixed.name} cannot change; delete the issuer first, and declare it anew`
      return { problems: [{ at: [fixed.name], text }] }
    }
    const names = differing.map(({ name }) => name)
    const change = propertiesOf(
      Object.fromEntries(Object.entries(declared).filter(([name]) => names.includes(name))),
    )
    refuseIssuerProblem({ ...before, ...change } as TrustedIssuer)
    const isOff = before.disabledAt !== null
    const turns = typeof disabled === 'boolean' && disabled !== isOff
    const members = [
      ...differing,
      ...(turns ? [{ name: 'disabled', from: isOff, to: disabled }] : []),
    ]
    if (members.length === 0) return { problems: [] }
    const isLimiting = differing.length > 0 && limitsGrants(change)
    const notices =
      isLimiting || (turns && disabled === true)
        ? [
            'ends every connection that came of it; an assertion begins it again under the new rules',
          ]
        : []
    return {
      problems: [],
      step: {
        changes: [{ noun: 'trusted issuer', id, action: 'change', members, notices }],
        async perform() {
          if (differing.length > 0) {
            const outcome = await updateTrustedIssuer(context, context.actor, {
              id: before.id,
              change,
            })
            if (outcome.is === 'invalid') return outcome.sentence
            if (outcome.is !== 'updated') return 'It was deleted at the same time.'
          }
          const turn = disabled === true ? 'disable' : 'enable'
          if (turns) await turnTrustedIssuer(context, context.actor, { id: before.id, turn })
          return undefined
        },
      },
    }
  } catch (error) {
    if (error instanceof RegistrationRefused) return { problems: [{ at: [], text: error.message }] }
    throw error
  }
}

function propertiesOf(declared: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(MEMBERS).flatMap(([member, property]) =>
      declared[member] === undefined ? [] : [[property, declared[member]]],
    ),
  )
}

/** The declared members, as the issuer has them. */
function pickedFrom(issuer: TrustedIssuer, declared: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(MEMBERS).flatMap(([member, property]) =>
      Object.hasOwn(declared, member) ? [[member, issuer[property]]] : [],
    ),
  )
}

export async function exportIssuers({
  store,
}: Pick<PlanContext, 'store'>): Promise<readonly object[]> {
  const all = await everyRow((page) => store.trustedIssuers.list(page))
  return all.map((one) => {
    const members = Object.entries(MEMBERS).flatMap(([member, property]) => {
      const value = one[property]
      const isEmpty =
        value === null || value === '' || value === false || JSON.stringify(value) === '[]'
      const isWorkload =
        one.purpose === 'workload' && (member === 'clients' || member === 'provider')
      return isEmpty || isWorkload ? [] : [[member, value]]
    })
    return { ...Object.fromEntries(members), ...(one.disabledAt !== null && { disabled: true }) }
  })
}
