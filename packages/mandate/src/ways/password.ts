/** E-mail address and password, on our own page (`people/sign-in.ts`). */

import { signIn } from '../people/sign-in.ts'
import { wayKind } from './way.ts'

export const password = wayKind({
  kind: 'password',
  isSingle: true,
  meaning: 'E-mail address and password, on the sign-in page.',
  members: {},
  open: ({ name }) => ({ is: 'form', name, signIn }),
})
