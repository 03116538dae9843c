/** How a client's users are named to it (OpenID Connect Core §8, Registration §2). */

import { SIGNING_ALGORITHMS } from '../../signing/key.ts'
import { choice, text, webAddressProblem } from './field.ts'

export const subjectFields = {
  subject_type: choice(['public', 'pairwise'], {
    help: 'pairwise: it gets a sub for each user that no other sector gets; set it before the first user comes',
    value: 'type',
  }),
  sector_identifier_uri: text({
    help: 'an https address with a JSON list of all its redirect URIs: clients with the same host here share their pairwise subs',
    value: 'url',
    problem: (address) =>
      webAddressProblem(address) || (!address.startsWith('https://') && 'an https URL'),
  }),
  userinfo_signed_response_alg: choice(SIGNING_ALGORITHMS, {
    help: 'the algorithm that the userinfo endpoint signs its answers with; plain JSON if not given',
    value: 'alg',
  }),
}
