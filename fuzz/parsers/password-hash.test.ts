/** Password hashes of other systems, as an import gives them and as the database has them. */

import { test } from 'node:test'
import fc from 'fast-check'
import {
  acceptHash,
  isKnown,
  PASSWORD_FORMATS,
} from '../../packages/mandate/src/people/password-formats/formats.ts'
import { growsInProportion } from '../growth.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const pieces = [
  ...[
    '$',
    '$argon2id',
    '$v=19',
    '$m=64,t=1,p=1',
    ',keyid=',
    '$2b$10$',
    'bcrypt_sha256$',
    '$scrypt$',
  ],
  ...[
    'ln=4,r=8,p=1',
    '$firescrypt',
    '$pbkdf2-sha256',
    'pbkdf2_sha256$',
    'i=1000,l=32',
    '$6$',
    '$5$',
  ],
  ...['rounds=5000', '{SSHA}', '{CRYPT}', 'AAAAAAAAAAAAAAAAAAAAAAAA', '==', '.', '999999999999999'],
  ...['{"credentialData":', '"secretData":', '"salt":', '"mem_cost":', '{}', '"', ':', '__proto__'],
]
const formats = fc.option(fc.constantFrom(...PASSWORD_FORMATS), { nil: undefined })

test('every hash is accepted or refused, and what is accepted stays known', () => {
  forEvery(fc.tuple(textOf(...pieces), formats), ([text, format]) => {
    const outcome = acceptHash(text, format)
    if (outcome.is === 'accepted' && !isKnown(outcome.stored)) {
      throw new Error(`${outcome.stored} is accepted, and unknown`)
    }
  })
})

test('reading a hash takes time in proportion to its length', () => {
  growsInProportion(pieces, (text) => acceptHash(text))
})
