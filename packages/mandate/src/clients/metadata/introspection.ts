import { SIGNING_ALGORITHMS } from '../../signing/key.ts'
import { choice } from './field.ts'

/** RFC 9701 §6. */
export const introspectionFields = {
  introspection_signed_response_alg: choice(SIGNING_ALGORITHMS, {
    help: 'the algorithm that introspection answers to it are signed with if it asks for signed ones; RS256 if not given',
    value: 'alg',
  }),
}
