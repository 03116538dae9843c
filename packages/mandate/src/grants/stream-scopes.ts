/**
 * The scopes with which a client manages its own stream of security events (CAEP Interoperability
 * Profile 1.0). They are built in: an operator gives them to a client, and they count only for a
 * client in its own name, because a person has nothing to do with the stream.
 */

export type StreamScope = 'ssf.manage' | 'ssf.read'

/** What a token needs at least to read; `ssf.manage` is enough, too. */
export const READ_STREAM: StreamScope = 'ssf.read'
export const MANAGE_STREAM: StreamScope = 'ssf.manage'

export function isStreamScope(token: string): token is StreamScope {
  return token === MANAGE_STREAM || token === READ_STREAM
}
