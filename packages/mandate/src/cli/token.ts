/** `mandate token inspect`: says what a token is, whether it is good, and if not, why. */

import type { Command } from 'commander'
import { accessTokenId, isAuthentic } from '../grants/derivation.ts'
import { admitGrant, type Parties } from '../grants/gate.ts'
import { subjectId } from '../grants/grant.ts'
import { hasChecksum, type ParsedToken, parseToken } from '../grants/token.ts'
import { isTooNew } from '../oauth/newer-generation.ts'
import type { GrantWithParties } from '../store/port.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
} from './command.ts'
import { type CommandData, withData } from './data-directory.ts'
import { secretFromInput } from './secret-input.ts'
import { fields, moment, type Style } from './terminal.ts'

/** What is known about a token, without its secret part. Times are whole seconds since 1970. */
interface Inspection {
  readonly active: boolean
  /** Why it is not active; null if it is. */
  readonly reason: string | null
  readonly kind?: string
  readonly authentic?: boolean
  readonly grant_id?: string
  readonly generation?: number
  readonly live_generation?: number
  readonly client_id?: string
  readonly client_name?: string
  readonly sub?: string
  readonly username?: string
  readonly scope?: string
  readonly iat?: number
  readonly exp?: number
}

const KINDS = { ac: 'authorization_code', rt: 'refresh_token', at: 'access_token' } as const

export function addTokenCommands(program: Command, context: CommandContext): void {
  const token = addGroup(program, 'token', 'Inspect codes, refresh tokens and access tokens')

  addCommand(
    token,
    'inspect <token>',
    'Say what a token is and whether it is valid; - reads it from standard input, which keeps it out of the shell history',
  ).action(async (given: string, options: CommandOptions) => {
    const text = given === '-' ? await secretFromInput(context, 'token') : given
    await withData(context, options, async (data) => {
      const inspection = await inspect(text.trim(), data, context.clock.now())
      answer(context, options, {
        json: inspection,
        text: inspectionText(inspection, context.terminal.style),
      })
    })
  })
}

async function inspect(
  text: string,
  { store, keys, settings }: CommandData,
  now: number,
): Promise<Inspection> {
  const token = parseToken(text)
  if (token === undefined) return { active: false, reason: whyNoToken(text) }
  const located = {
    kind: KINDS[token.kind],
    grant_id: token.grantId,
    generation: token.generation,
    ...(token.kind === 'at' && { iat: token.issuedAt, exp: token.expiresAt }),
  }
  const found = await store.grants.find(token.grantId, accessTokenId(text))
  if (found === undefined) {
    const reason = 'its grant is not in this database: it was deleted, or was never here'
    return { active: false, reason, ...located }
  }
  const authentic = isAuthentic(keys, found.grant.seed, token)
  if (!authentic) {
    const reason = keys.secrets.has(token.keyId)
      ? 'this server did not make it: its secret part is not genuine'
      : `the server key ${token.keyId} that made it is not in the key file`
    return { active: false, reason, authentic, ...located }
  }
  const { grant, client, account } = found
  const tooNew = await isTooNew({ store, now }, token, grant)
  const reason = whyNotGood(
    token,
    {
      ...found,
      offered: settings.scopes,
      documents: settings.clientDocuments,
      tooNew,
    },
    now,
  )
  return {
    active: reason === null,
    reason,
    authentic,
    ...located,
    live_generation: grant.generation,
    client_id: client.id,
    client_name: (await store.clients.find(client.id))?.name ?? client.id,
    sub: subjectId(grant),
    ...(account !== null && account.email !== null && { username: account.email }),
    scope: (token.kind === 'at' && token.narrowing?.scope) || grant.scope,
    ...(token.kind !== 'at' && token.generation === grant.generation && { exp: grant.expiresAt }),
  }
}

function whyNoToken(text: string): string {
  if (/^mdt_cs_/.test(text) && hasChecksum(text)) return 'it is a client secret, not a token'
  if (!/^mdt_(ac|rt|at)_/.test(text)) return 'it is not a token of this kind of server'
  return 'it is damaged: it was cut off, extended or mistyped'
}

/** The first reason why an authentic token is not good, in words; null if it is good. */
function whyNotGood(
  token: ParsedToken,
  found: GrantWithParties & Parties & { readonly tooNew: boolean },
  now: number,
): string | null {
  const { grant } = found
  const gate = admitGrant(grant, found)
  if (!gate.open) {
    const at = grant.revokedAt === null ? '' : ` at ${moment(grant.revokedAt)} UTC`
    const sentences = {
      grant_revoked: `its grant was revoked${at} (${grant.revokedBecause ?? 'no cause is known'})`,
      delegation_ended: 'a grant that it was delegated from is not good any more',
      client_disabled: 'its client is disabled',
      client_denied: 'the settings deny the domain of its client',
      account_disabled: 'its user is disabled',
      account_gone: 'its user is not in this database',
      scope_withdrawn: 'all of its scope was withdrawn, from its client or from everyone',
    }
    return sentences[gate.because]
  }
  if (found.tooNew) {
    return 'it is newer than the database, which must be a restored backup (mandate restore --accept-newer-generations accepts it)'
  }
  if (token.kind === 'at') {
    if (found.accessTokenDenied) return 'it was revoked on its own'
    return token.expiresAt <= now ? `it expired at ${moment(token.expiresAt)} UTC` : null
  }
  if (token.generation < grant.generation) return 'it was already used; each works only once'
  if (token.generation > grant.generation) return null
  return grant.expiresAt <= now ? `it expired at ${moment(grant.expiresAt)} UTC` : null
}

function inspectionText(inspection: Inspection, style: Style): string {
  const { active, reason, ...known } = inspection
  const verdict = active ? style.good('active') : style.bad('not active')
  const rows = Object.entries(known).map(([name, value]): [string, string] => [
    name.replaceAll('_', ' '),
    name === 'iat' || name === 'exp' ? `${moment(Number(value))} UTC` : String(value),
  ])
  const heading =
    reason === null ? `The token is ${verdict}.` : `The token is ${verdict}: ${reason}.`
  return rows.length > 0 ? `${heading}\n\n${fields(rows)}` : heading
}
