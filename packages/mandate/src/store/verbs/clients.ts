import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { ClientChange, ClientStore } from '../port.ts'
import * as queries from '../queries/clients.ts'
import { countConsentsOfClient, deleteConsentsOfClient } from '../queries/consents.ts'
import { deleteExplanationsOfClient } from '../queries/explanations.ts'
import { countGrantsOfClient, deleteGrantsOfClient } from '../queries/grants.ts'
import type {
  Client,
  ClientAuthentication,
  ClientStanding,
  SecretAuthentication,
} from '../records.ts'
import { integer, integerOrNull, pageInput, pageOf, text, textOrNull, texts } from '../rows.ts'
import { inBulk, isMore, ROWS_PER_WRITE } from './bulk-revocation.ts'
import { record } from './facts.ts'

export function createClientStore(engine: Engine): ClientStore {
  return {
    async insert(client, act) {
      await engine.write([
        step(queries.insertClient, writeClient(client)),
        ...record({ kind: 'client.created', clientId: client.id }, act),
      ])
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findClient, { id }))
      return row && readClient(row)
    },
    async list(request) {
      const page = pageInput(request)
      const rows = await engine.read(step(queries.listClients, page))
      return pageOf(rows.map(readClient), page)
    },
    async update(id, change, act) {
      const { scope } = change
      const changed = Object.keys(change)
      const [rows = []] = await engine.write([
        step(queries.updateClient, { id, ...writeChange(change) }),
        ...recordOf(
          scope === undefined
            ? { kind: 'client.updated', clientId: id, changed }
            : { kind: 'client.scope_changed', clientId: id, changed, scope },
          act,
        ),
      ])
      return rows.length > 0
    },
    async disable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setClientDisabled, { id, disabled_at: act.at }),
        ...recordOf({ kind: 'client.disabled', clientId: id }, act),
      ])
      return rows.length > 0
    },
    async enable(id, act) {
      const [rows = []] = await engine.write([
        step(queries.setClientDisabled, { id, disabled_at: null }),
        ...recordOf({ kind: 'client.enabled', clientId: id }, act),
      ])
      return rows.length > 0
    },
    async rotateSecret(id, { secretHash, previousExpiresAt }, act) {
      const rotate = step(queries.rotateClientSecret, {
        id,
        secret_hash: secretHash,
        previous_secret_expires_at: previousExpiresAt,
      })
      const [rows = []] = await engine.write([
        rotate,
        ...recordOf({ kind: 'client.secret_rotated', clientId: id, previousExpiresAt }, act),
      ])
      return rows.length > 0
    },
    async delete(id, act) {
      const limit = { client_id: id, limit: ROWS_PER_WRITE + 1 }
      const areMany = await Promise.all([
        isMore(engine, step(countGrantsOfClient, limit)),
        isMore(engine, step(countConsentsOfClient, limit)),
      ])
      const itsRows = areMany.includes(true)
        ? // Nobody will read when: without their client the grants are not found.
          inBulk({ clientId: id }, { at: 0, because: 'revoked_by_operator' })
        : [
            step(deleteConsentsOfClient, { client_id: id }),
            step(deleteGrantsOfClient, { client_id: id }),
          ]
      const recorded = recordOf({ kind: 'client.deleted', clientId: id }, act)
      const results = await engine.write([
        ...recorded,
        step(queries.deleteClient, { id }),
        step(deleteExplanationsOfClient, { client_id: id }),
        ...itsRows,
      ])
      return (results[recorded.length] ?? []).length > 0
    },
  }
}

function recordOf(fact: NewFact & { readonly clientId: string }, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'clients', id: fact.clientId } })
}

/** Reads the client of a grant, whose columns are beside those of the grant. */
export function readClientStanding(row: Row): ClientStanding {
  return {
    id: text(row, 'client_id'),
    scope: text(row, 'client_scope'),
    authentication: readAuthentication(row, 'client_'),
    grantTypes: texts(row, 'client_grant_types'),
    refreshRetrySeconds: integer(row, 'client_refresh_retry_seconds'),
    defaultResources: texts(row, 'client_default_resources'),
    disabledAt: integerOrNull(row, 'client_disabled_at'),
  }
}

function readAuthentication(row: Row, prefix: 'client_' | ''): ClientAuthentication {
  const method = text(row, `${prefix}authentication`)
  if (method === 'none') return { method }
  if (method === 'secret') return readSecret(row, prefix)
  return { method: 'unknown' }
}

/** Of a client or an API. */
export function readSecret(row: Row, prefix: 'client_' | ''): SecretAuthentication {
  const secretHash = textOrNull(row, `${prefix}previous_secret_hash`)
  const expiresAt = integerOrNull(row, `${prefix}previous_secret_expires_at`)
  return {
    method: 'secret',
    secretHash: text(row, `${prefix}secret_hash`),
    previous: secretHash === null || expiresAt === null ? null : { secretHash, expiresAt },
  }
}

function writeAuthentication(authentication: ClientAuthentication) {
  const { method } = authentication
  return { authentication: method, ...writeSecret(method === 'secret' ? authentication : null) }
}

export function writeSecret(secret: SecretAuthentication | null) {
  return {
    secret_hash: secret?.secretHash ?? null,
    previous_secret_hash: secret?.previous?.secretHash ?? null,
    previous_secret_expires_at: secret?.previous?.expiresAt ?? null,
  }
}

function readClient(row: Row): Client {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    redirectUris: texts(row, 'redirect_uris'),
    scope: text(row, 'scope'),
    authentication: readAuthentication(row, ''),
    grantTypes: texts(row, 'grant_types'),
    trusted: integer(row, 'trusted') === 1,
    requirePkce: integer(row, 'require_pkce') === 1,
    refreshRetrySeconds: integer(row, 'refresh_retry_seconds'),
    defaultResources: texts(row, 'default_resources'),
    allowedSchemes: texts(row, 'allowed_schemes'),
    createdAt: integer(row, 'created_at'),
    disabledAt: integerOrNull(row, 'disabled_at'),
  }
}

function writeClient(client: Client) {
  return {
    id: client.id,
    name: client.name,
    redirect_uris: JSON.stringify(client.redirectUris),
    scope: client.scope,
    ...writeAuthentication(client.authentication),
    grant_types: JSON.stringify(client.grantTypes),
    trusted: Number(client.trusted),
    require_pkce: Number(client.requirePkce),
    refresh_retry_seconds: client.refreshRetrySeconds,
    default_resources: JSON.stringify(client.defaultResources),
    allowed_schemes: JSON.stringify(client.allowedSchemes),
    created_at: client.createdAt,
    disabled_at: client.disabledAt,
  }
}

function writeChange(change: ClientChange) {
  const { trusted, requirePkce } = change
  const list = (texts: readonly string[] | undefined) => (texts ? JSON.stringify(texts) : null)
  return {
    name: change.name ?? null,
    redirect_uris: list(change.redirectUris),
    scope: change.scope ?? null,
    trusted: trusted === undefined ? null : Number(trusted),
    require_pkce: requirePkce === undefined ? null : Number(requirePkce),
    refresh_retry_seconds: change.refreshRetrySeconds ?? null,
    default_resources: list(change.defaultResources),
    allowed_schemes: list(change.allowedSchemes),
  }
}
