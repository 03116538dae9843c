/** `mandate client create|show|update` against a server elsewhere. */

import { readClientDocument, writeClientDocument } from '../../documents/client.ts'
import { metadataIn } from '../client-metadata.ts'
import { newPropertiesIn, propertiesIn } from '../client-properties.ts'
import { clientText, nextSteps, type ShownClient, warnOfSchemes } from '../client-text.ts'
import { UsageRefused } from '../command.ts'
import { type Received, segment } from './admin-api.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { serverAddress } from './server-address.ts'
import { noSuch, textOf, unlessThere } from './which.ts'

export const registrationCommands: Readonly<Record<string, RemoteCommand>> = {
  'client create': async ({ api, context, options }) => {
    if (options['init'] !== undefined) {
      throw new UsageRefused('--init makes a data directory here; leave it out with --server')
    }
    const json = await api.act('POST', '/clients', {
      ...writeClientDocument(newPropertiesIn(options)),
      ...metadataIn(options),
      ...(options['public'] === true && { token_endpoint_auth_method: 'none' }),
    })
    const client = readClient(json)
    warnOfSchemes(context.terminal, client)
    const secret = textOf(json['client_secret']) ?? null
    const steps = nextSteps(client, { issuer: serverAddress(options.server ?? '') })
    return { json, text: `${clientText(client, secret)}\n\n${steps}` }
  },
  'client show': async (call) => {
    const json = await registered(call)
    return { json, text: clientText(readClient(json)) }
  },
  'client update': async (call) => {
    const { api, args, context, options } = call
    if (options['logo'] !== undefined) {
      throw new UsageRefused('--logo works on the server’s machine; leave it out with --server')
    }
    const body = { ...writeClientDocument(propertiesIn(options)), ...metadataIn(options) }
    if (Object.keys(body).length === 0) {
      throw new UsageRefused('Nothing to change was given; see mandate client update --help')
    }
    await registered(call)
    const json = await api.act('PATCH', `/clients/${segment(args[0] ?? '')}`, body)
    const client = readClient(json)
    if ('allowed_schemes' in body) warnOfSchemes(context.terminal, client)
    return { json, text: clientText(client) }
  },
}

function registered({ api, args, options }: RemoteCall): Promise<Received> {
  const id = args[0] ?? ''
  const refusal = noSuch('client', id, { options, list: 'client list' })
  return unlessThere(api, `/clients/${segment(id)}`, refusal)
}

/** The client that a document describes, as far as its text shows it. */
function readClient(document: Received): ShownClient {
  const { properties, metadata: members } = readClientDocument(document)
  const { token_endpoint_auth_method: method, ...others } = members
  const isUsual = method === 'client_secret_basic' || method === 'none'
  const by =
    (document['self_registered'] === true && 'itself') ||
    (document['described_by_document'] === true && 'document')
  const shown = {
    // Documents leave out what is empty.
    ...{ scope: '', optionalScope: '', publisher: '', clientUri: '', policyUri: '', tosUri: '' },
    ...properties,
    id: document['client_id'],
    // The record has the method only if it is not the usual one.
    metadata: isUsual ? others : members,
    authentication: { method },
    registration: by === false ? null : { by },
    createdAt: document['client_id_issued_at'],
    disabledAt: document['disabled'] === true ? 'yes' : null,
  }
  return shown as unknown as ShownClient
}
