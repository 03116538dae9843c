/** A client that is there, as the file wants it. */

import { hashSecret } from '../clients/authentication/client-secret.ts'
import { openSecret } from '../clients/authentication/sealed-secret.ts'
import { clientDocument, readClientDocument } from '../documents/client.ts'
import {
  changeOfClient,
  disableClient,
  enableClient,
  rotateClientSecret,
  updateClient,
} from '../operations/clients.ts'
import type { Client } from '../store/records.ts'
import { weakness } from './chosen-secret.ts'
import type { PlannedClient } from './client-added.ts'
import { changeLogo, logoChange } from './client-logo.ts'
import { endsOf, noticesOf } from './client-notices.ts'
import { refusedAs, sentenceOf } from './client-refused.ts'
import { differences, type PlanContext, type Problem } from './plan.ts'
import { notFollowed, secretBehind } from './referred-to.ts'

export async function changedClient(
  context: PlanContext,
  before: Client,
  { client_secret: reference, logo, disabled, ...declared }: Readonly<Record<string, unknown>>,
): Promise<PlannedClient> {
  const { id } = before
  const { properties, metadata } = readClientDocument(declared)
  const given = { ...properties, ...(Object.keys(metadata).length > 0 && { metadata }) }
  const change = await changeOfClient(context, before, given)
  if ('is' in change) return { problem: refusedAs(change, context) }
  const after: Client = { ...before, ...change }
  const differing = differences(clientDocument(before), clientDocument(after))
  if (differing.length > 0 && before.registration !== null) {
    const text = 'this client described itself, so it is not for this file; leave it out'
    return { problem: { at: [], text } }
  }
  const isOff = before.disabledAt !== null
  const turns = typeof disabled === 'boolean' && disabled !== isOff
  const secret = secretChange(context, before, reference)
  if ('problem' in secret) return secret
  const picture = await logoChange(context, before, logo)
  if (picture !== undefined && 'problem' in picture) return picture
  const members = [
    ...differing,
    ...(secret.differs ? [{ name: 'client_secret', from: 'another one', to: reference }] : []),
    ...(picture === undefined ? [] : [picture.member]),
    ...(turns ? [{ name: 'disabled', from: isOff, to: disabled }] : []),
  ]
  if (members.length === 0) return { step: undefined }
  const notices = [
    ...(await noticesOf(context, before, after)),
    ...(secret.differs ? ['the secret before keeps working for the overlap in the settings'] : []),
    ...(turns && disabled === true ? [await endsOf(context, before)] : []),
  ]
  return {
    step: {
      changes: [{ noun: 'client', id, action: 'change', members, notices }],
      async perform() {
        const { acting = context } = context
        const { actor } = acting
        if (differing.length > 0) {
          const { revision } = before
          const outcome = await updateClient(acting, actor, {
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
          const outcome = await rotateClientSecret(acting, actor, { id, secret: secret.secret })
          if (outcome.is !== 'rotated') return `Its secret cannot be rotated (${outcome.is}).`
        }
        const problem = picture && (await changeLogo(acting, id, picture))
        if (problem !== undefined) return problem
        if (turns && disabled === true) await disableClient(acting, actor, { clientId: id })
        if (turns && disabled === false) await enableClient(acting, actor, { clientId: id })
        return undefined
      },
    },
  }
}

type SecretChange =
  | { readonly differs: boolean; readonly secret?: string }
  | { readonly problem: Problem }

function secretChange(
  { referred, keys }: PlanContext,
  { id, authentication }: Client,
  reference: unknown,
): SecretChange {
  if (reference === undefined) return { differs: false }
  const secret = secretBehind(referred, reference)
  if (secret === undefined) return { problem: notFollowed('client_secret') }
  const problem = weakness(secret)
  if (problem !== undefined) return { problem }
  if (authentication.method === 'secret') {
    return { differs: authentication.secretHash !== hashSecret(secret), secret }
  }
  if (authentication.method === 'client_secret_jwt') {
    return { differs: openSecret(keys, id, authentication.sealed) !== secret, secret }
  }
  const text = `it proves itself with ${authentication.method}, so it has no secret; leave client_secret out`
  return { problem: { at: ['client_secret'], text } }
}
