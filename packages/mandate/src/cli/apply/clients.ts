/** The section `clients`: by `client_id`, with the members of RFC 7591 that the admin API has. */

import { hashSecret } from '../../clients/authentication/client-secret.ts'
import { openSecret } from '../../clients/authentication/sealed-secret.ts'
import { clientDocument, readClientDocument } from '../../documents/client.ts'
import {
  type ClientRefused,
  changeOfClient,
  createClient,
  disableClient,
  enableClient,
  newClient,
  rotateClientSecret,
  updateClient,
} from '../../operations/clients.ts'
import type { Client } from '../../store/records.ts'
import { OPERATOR } from '../command.ts'
import { countLiveGrants } from '../confirmation.ts'
import { everyRow } from '../every-row.ts'
import type { Problem } from './file.ts'
import { differences, entriesOf, type PlanContext, type Planned, type Step } from './plan.ts'
import { membersOf, shapeProblems } from './shapes.ts'

/** What the operator does not declare, because it follows or is made. */
const NOT_DECLARED = [
  ...['client_id', 'client_id_issued_at', 'response_types', 'client_secret_expires_at'],
  ...['has_logo', 'self_registered', 'described_by_document'],
]

export async function planClients(context: PlanContext, section: unknown): Promise<Planned> {
  const { entries, problems } = entriesOf('clients', section)
  const steps: Step[] = []
  for (const [id, members] of entries) {
    const at = ['clients', id]
    const before = await context.store.clients.find(id)
    const wrong = await shapeProblems(before === undefined ? 'new_client' : 'client', members)
    if (wrong.length > 0) {
      problems.push(...wrong.map((one) => ({ at: [...at, ...one.at], text: one.text })))
      continue
    }
    const declared = membersOf(members)
    const planned =
      before === undefined
        ? await added(context, id, declared)
        : await changed(context, before, declared)
    if ('problems' in planned) {
      problems.push(...planned.problems.map((one) => ({ at: [...at, ...one.at], text: one.text })))
    } else if (planned.step !== undefined) steps.push(planned.step)
  }
  const renamed = await namesakes(
    context,
    entries.map(([id]) => id),
    steps,
  )
  return { steps: renamed, problems }
}

type One = { readonly step: Step | undefined } | { readonly problems: readonly Problem[] }

const problem = (text: string, ...at: readonly string[]): One => ({ problems: [{ at, text }] })

async function added(
  context: PlanContext,
  id: string,
  { client_secret: reference, disabled, ...declared }: Readonly<Record<string, unknown>>,
): Promise<One> {
  const { properties, metadata } = readClientDocument(declared)
  const method = metadata['token_endpoint_auth_method']
  const secret = reference === undefined ? undefined : context.secrets.follow(reference)
  if (secret !== undefined && secret.is !== 'secret') return problem(secret.text, 'client_secret')
  const described = {
    ...properties,
    name: String(declared['client_name']),
    redirectUris: properties.redirectUris ?? [],
    isPublic: method === 'none',
    metadata,
    ...{ id, secret: secret?.secret },
  }
  const made = await newClient(context, described)
  if ('is' in made) return refusedAs(made, context)
  if (await context.store.resources.find(id)) {
    return problem(`an API has the id ${id}; give the client another one`)
  }
  const mustMake = made.secret !== null && secret === undefined
  if (mustMake && !context.secrets.canMake) {
    return problem(
      `the client ${id} is new and needs a secret; give client_secret: env:NAME or file:PATH, or run with --new-secrets FILE to have one made`,
    )
  }
  const after = clientDocument(made.client)
  const shown = Object.fromEntries(
    Object.entries(after).filter(([name]) => Object.hasOwn(declared, name)),
  )
  const members = [
    ...differences({}, shown),
    ...(made.secret === null
      ? []
      : [
          {
            name: 'client_secret',
            to: mustMake ? 'made, and written to the file of new secrets' : reference,
          },
        ]),
    ...(disabled === true ? [{ name: 'disabled', to: true }] : []),
  ]
  return {
    step: {
      changes: [{ noun: 'client', id, action: 'add', members, notices: [] }],
      async perform() {
        const { acting = context } = context
        const own = mustMake ? context.secrets.make(id) : secret?.secret
        const outcome = await createClient(acting, OPERATOR, { ...described, secret: own })
        if (outcome.is !== 'created') return sentenceOf(outcome, context)
        if (disabled === true) await disableClient(acting, OPERATOR, { clientId: id })
        return undefined
      },
    },
  }
}

async function changed(
  context: PlanContext,
  before: Client,
  { client_secret: reference, disabled, ...declared }: Readonly<Record<string, unknown>>,
): Promise<One> {
  const { id } = before
  const { properties, metadata } = readClientDocument(declared)
  const given = { ...properties, ...(Object.keys(metadata).length > 0 && { metadata }) }
  const change = await changeOfClient(context, before, given)
  if ('is' in change) return refusedAs(change, context)
  const after: Client = { ...before, ...change }
  const differing = differences(clientDocument(before), clientDocument(after))
  if (differing.length > 0 && before.registration !== null) {
    return problem('this client described itself, so it is not for this file; leave it out')
  }
  const isOff = before.disabledAt !== null
  const turns = typeof disabled === 'boolean' && disabled !== isOff
  const secret = secretChange(context, before, reference)
  if ('problems' in secret) return secret
  const members = [
    ...differing,
    ...(secret.differs ? [{ name: 'client_secret', from: 'another one', to: reference }] : []),
    ...(turns ? [{ name: 'disabled', from: isOff, to: disabled }] : []),
  ]
  if (members.length === 0) return { step: undefined }
  const notices = [
    ...(await noticesOf(context, before, after)),
    ...(secret.differs ? ['the secret before keeps working for the overlap in the settings'] : []),
    ...(secret.note === undefined ? [] : [secret.note]),
    ...(turns && disabled === true ? [await ends(context, before)] : []),
  ]
  return {
    step: {
      changes: [{ noun: 'client', id, action: 'change', members, notices }],
      async perform() {
        const { acting = context } = context
        if (differing.length > 0) {
          const { revision } = before
          const outcome = await updateClient(acting, OPERATOR, {
            clientId: id,
            change: given,
            revision,
          })
          if (outcome.is === 'no_such_client') return 'It was deleted at the same time.'
          if (outcome.is === 'changed_meanwhile')
            return 'It was changed by somebody else at the same time.'
          if (outcome.is !== 'updated') return sentenceOf(outcome, context)
        }
        if (secret.differs) {
          const outcome = await rotateClientSecret(acting, OPERATOR, { id, secret: secret.secret })
          if (outcome.is !== 'rotated') return `Its secret cannot be rotated (${outcome.is}).`
        }
        if (turns && disabled === true) await disableClient(acting, OPERATOR, { clientId: id })
        if (turns && disabled === false) await enableClient(acting, OPERATOR, { clientId: id })
        return undefined
      },
    },
  }
}

type SecretChange =
  | { readonly differs: boolean; readonly secret?: string; readonly note?: string }
  | { readonly problems: readonly Problem[] }

function secretChange(
  { secrets, keys }: PlanContext,
  { id, authentication }: Client,
  reference: unknown,
): SecretChange {
  if (reference === undefined) return { differs: false }
  const led = secrets.follow(reference)
  if (led.is === 'wrong') return { problems: [{ at: ['client_secret'], text: led.text }] }
  if (led.is === 'missing') {
    return { problems: [{ at: ['client_secret'], text: led.text }] }
  }
  const { secret } = led
  if (authentication.method === 'secret') {
    return { differs: authentication.secretHash !== hashSecret(secret), secret }
  }
  if (authentication.method === 'client_secret_jwt') {
    return { differs: openSecret(keys, id, authentication.sealed) !== secret, secret }
  }
  const text = `it proves itself with ${authentication.method}, so it has no secret; leave client_secret out`
  return { problems: [{ at: ['client_secret'], text }] }
}

async function noticesOf(
  { store, clock }: PlanContext,
  before: Client,
  after: Client,
): Promise<readonly string[]> {
  const now = clock.now()
  const notices: string[] = []
  const gone = before.redirectUris.filter((uri) => !after.redirectUris.includes(uri))
  for (const uri of gone) notices.push(`logins that return to ${uri} are refused`)
  const [had, has] = [before.scope.split(' '), after.scope.split(' ')]
  for (const token of had.filter((one) => !has.includes(one))) {
    const where = ({ scope }: { readonly scope: string }) => scope.split(' ').includes(token)
    const { grantsOfUsers } = await countLiveGrants(store, { clientId: before.id }, { now, where })
    notices.push(`takes ${token} away from ${grantsOfUsers}`)
  }
  if (before.trusted && !after.trusted) {
    const { users } = await countLiveGrants(store, { clientId: before.id }, { now })
    notices.push(
      `${users} with a connection, and all others, are asked for consent at the next login`,
    )
  }
  if (!before.requirePkce && after.requirePkce) notices.push('logins without PKCE are refused')
  if (before.authentication.method !== after.authentication.method) {
    notices.push(`its program has to prove itself with ${after.authentication.method} from then on`)
  }
  return notices
}

async function ends({ store, clock }: PlanContext, { id }: Client): Promise<string> {
  const { grantsOfUsers } = await countLiveGrants(store, { clientId: id }, { now: clock.now() })
  return `stops ${grantsOfUsers} until it is enabled again`
}

/** An id cannot change: whoever renames an entry gets a second client. */
async function namesakes(
  { store }: PlanContext,
  named: readonly string[],
  steps: readonly Step[],
): Promise<readonly Step[]> {
  const adding = steps.some(({ changes }) => changes.some(({ action }) => action === 'add'))
  if (!adding) return steps
  const there = await everyRow((page) => store.clients.list(page))
  const others = there.filter(({ id }) => !named.includes(id))
  return steps.map((step) => ({
    ...step,
    changes: step.changes.map((change) => {
      const name = change.members.find((member) => member.name === 'client_name')?.to
      const other = change.action === 'add' ? others.find((one) => one.name === name) : undefined
      if (other === undefined) return change
      const note = `there is a client of that name, ${other.id}, which the file does not name: an id cannot change, and its connections stay with it`
      return { ...change, notices: [...change.notices, note] }
    }),
  }))
}

function refusedAs(refused: ClientRefused, context: PlanContext): One {
  const member = {
    invalid: refused.is === 'invalid' ? refused.member : undefined,
    unknown_scope: 'scope',
    unknown_grant_type: 'grant_types',
    unknown_resource: 'default_resources',
    public_client: undefined,
  }[refused.is]
  return problem(sentenceOf(refused, context), ...(member === undefined ? [] : [member]))
}

function sentenceOf(refused: ClientRefused, { settings }: PlanContext): string {
  switch (refused.is) {
    case 'invalid':
      return refused.sentence
    case 'unknown_scope':
      return `There is no scope "${refused.token}": give one of ${Object.keys(settings.scopes).join(', ')}, or describe it in settings.scopes.`
    case 'unknown_grant_type':
      return `There is no grant type "${refused.type}"; the metadata of the server lists those it offers.`
    case 'unknown_resource':
      return `There is no API ${refused.uri}: declare it under resources.`
    case 'public_client':
      return 'It is a public client: its users are asked for consent, and it has to use PKCE.'
  }
}

/** What only says what is usual. */
const USUAL: Readonly<Record<string, unknown>> = {
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
  trusted: false,
  require_pkce: false,
  refresh_retry_seconds: 0,
  default_resources: [],
  allowed_schemes: [],
  disabled: false,
}

/** Those that the operator registered, as the file has them. */
export async function exportClients({
  store,
}: Pick<PlanContext, 'store'>): Promise<Readonly<Record<string, object>>> {
  const all = await everyRow((page) => store.clients.list(page))
  const ours = all.filter(({ registration }) => registration === null)
  return Object.fromEntries(
    ours.map((client) => {
      const members = Object.entries(clientDocument(client)).filter(
        ([name, value]) =>
          !NOT_DECLARED.includes(name) && JSON.stringify(value) !== JSON.stringify(USUAL[name]),
      )
      return [client.id, Object.fromEntries(members)]
    }),
  )
}
