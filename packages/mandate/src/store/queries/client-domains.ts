import { clientDomains } from '../tables/client-domains.ts'
import { insert, parameters, query, select } from './query.ts'

export const findClientDomain = query({
  name: 'find_client_domain',
  text: `SELECT ${select(clientDomains)} FROM client_domains /*, input*/
    WHERE client_domains.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const listClientDomains = query({
  name: 'list_client_domains',
  text: `SELECT ${select(clientDomains)} FROM client_domains
    WHERE client_domains.id > :after ORDER BY client_domains.id LIMIT :limit`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})

/** Strangers bring this about, so there is a ceiling. */
export const holdClientDomain = query({
  name: 'hold_client_domain',
  text: `INSERT INTO client_domains (${Object.keys(clientDomains.columns).join(', ')})
    SELECT ${parameters(clientDomains)}
    WHERE (SELECT COUNT(*) FROM client_domains WHERE client_domains.decision = 'held') < :most
    ON CONFLICT (id) DO NOTHING
    RETURNING id`,
  input: { ...clientDomains.columns, most: 'bigint' },
  key: 'alone',
})

export const decideClientDomain = query({
  name: 'decide_client_domain',
  text: `${insert(clientDomains)}
    ON CONFLICT (id) DO UPDATE
    SET decision = excluded.decision, decided_at = excluded.decided_at
    RETURNING client_domains.id`,
  input: clientDomains.columns,
  key: ['id'],
})

/** Alone, because its rows say whether it existed, although the fact is recorded first. */
export const deleteClientDomain = query({
  name: 'delete_client_domain',
  text: `DELETE FROM client_domains WHERE client_domains.id = :id RETURNING client_domains.id`,
  input: { id: 'text' },
  key: 'alone',
})

export const forgetHeldClientDomains = query({
  name: 'forget_held_client_domains',
  text: `DELETE FROM client_domains WHERE client_domains.id IN (
      SELECT client_domains.id FROM client_domains
      WHERE client_domains.decision = 'held' AND client_domains.asked_at < :before LIMIT :limit)
    RETURNING client_domains.id`,
  input: { before: 'bigint', limit: 'bigint' },
  key: 'alone',
})
