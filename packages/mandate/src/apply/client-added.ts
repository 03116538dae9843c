/** A client that the file adds. */

import { clientDocument, readClientDocument } from '../documents/client.ts'
import { createClient, disableClient, newClient } from '../operations/clients.ts'
import { changeLogo, logoChange } from './client-logo.ts'
import { refusedAs, sentenceOf } from './client-refused.ts'
import { differences, type PlanContext, type Problem, type Step } from './plan.ts'
import { type MadeSecret, madeSecret, notFollowed, secretBehind } from './referred-to.ts'

/** Undefined steps: there is nothing to do. */
export type PlannedClient = { readonly step: Step | undefined } | { readonly problem: Problem }

export async function addedClient(
  context: PlanContext,
  id: string,
  { client_secret: reference, logo, disabled, ...declared }: Readonly<Record<string, unknown>>,
): Promise<PlannedClient> {
  const { properties, metadata } = readClientDocument(declared)
  const method = metadata['token_endpoint_auth_method']
  const secret = secretBehind(context.referred, reference)
  if (reference !== undefined && secret === undefined) {
    return { problem: notFollowed('client_secret') }
  }
  const described = {
    ...properties,
    name: String(declared['client_name']),
    redirectUris: properties.redirectUris ?? [],
    isPublic: method === 'none',
    metadata,
    ...{ id, secret },
  }
  const made = await newClient(context, described)
  if ('is' in made) return { problem: refusedAs(made, context) }
  if (await context.store.resources.find(id)) {
    return wrong(`an API has the id ${id}; give the client another one`)
  }
  const mustMake = made.secret !== null && secret === undefined
  if (mustMake && !context.referred.canMake) {
    return wrong(
      `the client ${id} is new and needs a secret; give client_secret: env:NAME or file:PATH, or run with --new-secrets FILE to have one made`,
    )
  }
  const picture = await logoChange(context, undefined, logo)
  if (picture !== undefined && 'problem' in picture) return picture
  const makes: MadeSecret = { kind: 'client_secret', id }
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
    ...(picture === undefined ? [] : [picture.member]),
    ...(disabled === true ? [{ name: 'disabled', to: true }] : []),
  ]
  return {
    step: {
      changes: [{ noun: 'client', id, action: 'add', members, notices: [] }],
      ...(mustMake && { makes }),
      async perform() {
        const { acting = context } = context
        const { actor } = acting
        const own = mustMake ? madeSecret(context.referred, makes) : secret
        if (mustMake && own === undefined) return 'No secret was made for it.'
        const outcome = await createClient(acting, actor, { ...described, secret: own })
        if (outcome.is !== 'created') return sentenceOf(outcome, context)
        const problem = picture && (await changeLogo(acting, id, picture))
        if (problem !== undefined) return problem
        if (disabled === true) await disableClient(acting, actor, { clientId: id })
        return undefined
      },
    },
  }
}

const wrong = (text: string) => ({ problem: { at: [], text } })
