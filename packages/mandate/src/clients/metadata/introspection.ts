import { choice } from './field.ts'

/** RFC 9701 §6. */
export const introspectionFields = {
  introspection_signed_response_alg: choice(['RS256', 'PS256', 'ES256', 'EdDSA'], {
    help: 'the algorithm that introspection answers to it are signed with if it asks for signed ones; RS256 if not given',
    value: 'alg',
  }),
}
