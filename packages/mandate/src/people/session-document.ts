import type { Session } from '../store/records.ts'

/**
 * A session for programs: for `--json`, the platform and a person's own data. With the names of
 * OpenID Connect Core §2; times in seconds since 1970.
 */
export function sessionDocument({ id, agent, network, ...session }: Session) {
  return {
    session_id: id,
    browser: agent === '' ? null : agent,
    network,
    started_at: session.startedAt,
    last_seen_at: session.lastSeenAt,
    kept: session.isKept,
    auth_time: session.authTime,
    amr: session.amr,
    acr: session.acr,
    provider: session.provider,
    exp: session.expiresAt,
  }
}
