/** The section `resources`: APIs, by their URI, with the members of the admin API. */

import { hashSecret } from '../clients/authentication/client-secret.ts'
import { makeResource, type ResourceDescription } from '../clients/registration.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import { resourceDocument } from '../documents/resource.ts'
import { findResource } from '../oauth/resource-lookup.ts'
import { createResource, rotateResourceSecret, updateResource } from '../operations/resources.ts'
import { everyRow } from '../store/every-row.ts'
import type { Resource } from '../store/records.ts'
import { weakness } from './chosen-secret.ts'
import {
  differences,
  entriesOf,
  membersOf,
  type PlanContext,
  type Planned,
  type Problem,
  placed,
  type Step,
} from './plan.ts'
import { type MadeSecret, madeSecret, notFollowed, secretBehind } from './referred-to.ts'

/** `found` has the APIs that the file adds, for the sections after it. */
export async function planResources(
  context: PlanContext,
  section: unknown,
): Promise<Planned & { readonly adds: readonly Resource[] }> {
  const { entries, problems } = entriesOf('resources', section)
  const steps: Step[] = []
  const adds: Resource[] = []
  for (const [uri, members] of entries) {
    const at = ['resources', uri]
    const before = await findResource(context, uri)
    const wrong = await context.shapeProblems(
      before === undefined ? 'new_resource' : 'resource',
      members,
    )
    const planned =
      wrong.length > 0
        ? { problems: wrong }
        : before === undefined
          ? await added(context, uri, membersOf(members))
          : changed(context, before, membersOf(members))
    problems.push(...placed(at, planned.problems))
    if ('adds' in planned && planned.adds !== undefined) adds.push(planned.adds)
    if ('step' in planned && planned.step !== undefined) steps.push(planned.step)
  }
  return { steps, problems, adds }
}

interface One {
  readonly problems: readonly Problem[]
  readonly step?: Step | undefined
  readonly adds?: Resource
}

const problem = (text: string, ...at: readonly string[]): One => ({ problems: [{ at, text }] })

async function added(
  context: PlanContext,
  uri: string,
  { client_secret: reference, ...declared }: Readonly<Record<string, unknown>>,
): Promise<One> {
  const secret = secretBehind(context.referred, reference)
  if (reference !== undefined && secret === undefined) {
    return { problems: [notFollowed('client_secret')] }
  }
  const id = declared['client_id'] === undefined ? undefined : String(declared['client_id'])
  if (id !== undefined && (await isTaken(context, id))) {
    return problem(`the id ${id} is taken by another client or API`, 'client_id')
  }
  const { canMake } = context.referred
  if (secret === undefined && (!canMake || id === undefined)) {
    return problem(
      `the API ${uri} is new and needs a secret; give client_secret: env:NAME or file:PATH${
        canMake ? ', or a client_id' : ', or run with --new-secrets FILE to have one made'
      }`,
    )
  }
  const described = { ...descriptionOf(declared), uri, id, name: String(declared['client_name']) }
  try {
    const { resource } = makeResource({ ...described, secret }, context)
    const origin = reference ?? 'made, and written to the file of new secrets'
    const makes: MadeSecret = { kind: 'client_secret', id: id ?? uri }
    const shown = Object.entries(resourceDocument(resource)).filter(([name]) =>
      Object.hasOwn(declared, name),
    )
    return {
      problems: [],
      adds: resource,
      step: {
        changes: [
          {
            ...{ noun: 'API', id: uri, action: 'add', notices: [] },
            members: differences({}, { ...Object.fromEntries(shown), client_secret: origin }),
          },
        ],
        ...(secret === undefined && { makes }),
        async perform() {
          const own = secret ?? madeSecret(context.referred, makes)
          if (own === undefined) return 'No secret was made for it.'
          const outcome = await createResource(context, context.actor, {
            ...described,
            secret: own,
          })
          if (outcome.is === 'invalid') return outcome.sentence
          return outcome.is === 'uri_taken' ? 'It was registered by somebody else.' : undefined
        },
      },
    }
  } catch (error) {
    if (error instanceof RegistrationRefused) return problem(error.message)
    throw error
  }
}

function changed(
  context: PlanContext,
  before: Resource,
  { client_secret: reference, ...declared }: Readonly<Record<string, unknown>>,
): One {
  const id = declared['client_id']
  if (id !== undefined && id !== before.id) {
    return problem(
      `the API has the id ${before.id}, which cannot change; leave client_id out`,
      'client_id',
    )
  }
  const secret = secretBehind(context.referred, reference)
  if (reference !== undefined && secret === undefined) {
    return { problems: [notFollowed('client_secret')] }
  }
  const weak = secret === undefined ? undefined : weakness(secret)
  if (weak !== undefined) return { problems: [weak] }
  const rotates = secret !== undefined && before.authentication.secretHash !== hashSecret(secret)
  const change = descriptionOf(declared)
  const document = resourceDocument(before)
  const wanted = Object.fromEntries(
    Object.entries(declared).filter(([name, value]) => !(value === null && !(name in document))),
  )
  const after = { ...document, ...wanted }
  const differing = differences(document, after).map((one) =>
    one.to === null ? { name: one.name, from: one.from } : one,
  )
  const members = [
    ...differing,
    ...(rotates ? [{ name: 'client_secret', from: 'another one', to: reference }] : []),
  ]
  if (members.length === 0) return { problems: [] }
  const notices = [
    ...(declared['restricted'] === true && !before.restricted
      ? ['it refuses tokens that name no API']
      : []),
    ...(declared['needs_username'] === true && before.needsUsernameSince === null
      ? ['the consent page says that it is told the e-mail address']
      : []),
    ...(rotates ? ['the secret before keeps working for the overlap in the settings'] : []),
  ]
  return {
    problems: [],
    step: {
      changes: [{ noun: 'API', id: before.uri, action: 'change', members, notices }],
      async perform() {
        if (differing.length > 0) {
          const { id: resourceId, revision } = before
          const outcome = await updateResource(context, context.actor, {
            resourceId,
            change,
            revision,
          })
          if (outcome.is === 'invalid') return outcome.sentence
          if (outcome.is !== 'updated') return 'It was changed by somebody else at the same time.'
        }
        if (!rotates) return undefined
        const { is } = await rotateResourceSecret(context, context.actor, {
          id: before.id,
          secret,
        })
        return is === 'rotated' ? undefined : `Its secret cannot be rotated (${is}).`
      },
    },
  }
}

/** The properties that are declared, as the operations take them. */
function descriptionOf(declared: Readonly<Record<string, unknown>>) {
  const properties = {
    client_name: 'name',
    restricted: 'restricted',
    needs_username: 'needsUsername',
    access_token_signed_alg: 'jwtAlgorithm',
  } as const
  return Object.fromEntries(
    Object.entries(properties).flatMap(([member, property]) =>
      declared[member] === undefined ? [] : [[property, declared[member]]],
    ),
  ) as Partial<ResourceDescription>
}

async function isTaken({ store }: PlanContext, id: string): Promise<boolean> {
  return (
    (await store.clients.find(id)) !== undefined || (await store.resources.find(id)) !== undefined
  )
}

export async function exportResources({
  store,
}: Pick<PlanContext, 'store'>): Promise<Readonly<Record<string, object>>> {
  const all = await everyRow((page) => store.resources.list(page))
  return Object.fromEntries(
    all.map((one) => {
      const { client_id_issued_at, needs_username_since, resource, ...document } =
        resourceDocument(one)
      const members = Object.entries(document).filter(([, value]) => value !== false)
      return [resource, Object.fromEntries(members)]
    }),
  )
}
