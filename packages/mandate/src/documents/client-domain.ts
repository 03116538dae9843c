import type { ClientDomain } from '../store/records.ts'

/** What is decided about clients whose documents are at a domain. */
export function domainDocument({ id, decision, clientId, askedAt, decidedAt }: ClientDomain) {
  return {
    domain: id,
    decision,
    ...(clientId !== '' && { asked_for: clientId }),
    asked_at: askedAt,
    ...(decidedAt !== null && { decided_at: decidedAt }),
  }
}
