/** Flaws in deriving, in the gate and in the compare-and-set; with those in deciding, all of them. */

import { createHmac } from 'node:crypto'
import type { Grant } from '../../src/grants/grant.ts'
import { type Advance, applyAdvance } from '../../src/grants/redemption.ts'
import { formatToken, packClaims } from '../../src/grants/token.ts'
import { bytesNamed } from '../sample-grant.ts'
import { decisionFlaws } from './decision-flaws.ts'
import { always, type Flaw } from './flaw.ts'
import { type Rules, trueRules } from './rules.ts'

/** Codes and refresh tokens under a MAC that leaves something out. */
const signing = (mac: (key: Uint8Array, seed: Uint8Array, claims: Uint8Array) => Buffer) =>
  always({
    deriveRedeemable(keys, { id, seed }, { generation, keyId }) {
      const kind = generation === 0 ? 'ac' : 'rt'
      const claims = packClaims({ kind, keyId, grantId: id, generation })
      const key = keys.secrets.get(keyId) ?? bytesNamed('none')
      return formatToken(kind, claims, mac(key, seed, claims))
    },
    isAuthentic(keys, seed, token) {
      if (token.kind === 'at') return trueRules.isAuthentic(keys, seed, token)
      const key = keys.secrets.get(token.keyId)
      return key !== undefined && mac(key, seed, token.signedPart).equals(token.mac)
    },
  })

export const flaws: readonly Flaw[] = [
  {
    flaw: 'the compare-and-set does not look at the generation',
    breaks: 'I2',
    rulesOf: always({
      applyAdvance: (grant, step) => applyAdvance(grant, { ...step, from: grant.generation }),
    }),
  },
  {
    flaw: 'the compare-and-set moves a revoked grant',
    breaks: 'I5',
    rulesOf: always({
      applyAdvance(grant, step) {
        const moved = applyAdvance({ ...grant, revokedAt: null }, step)
        return moved && { ...moved, revokedAt: grant.revokedAt }
      },
    }),
  },
  {
    flaw: 'the compare-and-set is won but not kept',
    breaks: 'I3',
    rulesOf: always({ applyAdvance: (grant, step) => applyAdvance(grant, step) && grant }),
  },
  {
    flaw: 'the compare-and-set counts by two',
    breaks: 'I1',
    rulesOf: always({
      applyAdvance: (grant, step) => applyAdvance(grant, { ...step, to: step.to + 1 }),
    }),
  },
  {
    flaw: 'the row forgets which key its live generation was made with',
    breaks: 'I4',
    rulesOf: always({
      applyAdvance: (grant, step) => applyAdvance(grant, { ...step, keyId: grant.keyId }),
    }),
  },
  {
    flaw: 'the row keeps every token that was used',
    breaks: 'I6',
    rulesOf: always({ applyAdvance: rememberEverything }),
  },
  {
    flaw: 'the hash of a key is never the same twice',
    breaks: 'I4',
    rulesOf: () => {
      let asked = 0
      const hashRetryKey: Rules['hashRetryKey'] = (_, key) => `${key} ${asked++}`
      return { ...trueRules, hashRetryKey }
    },
  },
  {
    flaw: 'the gate lets revoked grants through',
    breaks: 'I5',
    rulesOf: always({
      admitGrant: (grant, parties) => trueRules.admitGrant({ ...grant, revokedAt: null }, parties),
    }),
  },
  {
    flaw: 'the gate lets disabled clients through',
    breaks: 'I5',
    rulesOf: always({
      admitGrant: (grant, parties) =>
        trueRules.admitGrant(grant, {
          ...parties,
          client: { ...parties.client, disabledAt: null },
        }),
    }),
  },
  {
    flaw: 'the MAC leaves out the seed',
    breaks: 'I7',
    rulesOf: signing((key, _, claims) => createHmac('sha256', key).update(claims).digest()),
  },
  {
    flaw: 'the MAC leaves out the server key',
    breaks: 'I7',
    rulesOf: signing((_, seed, claims) => createHmac('sha256', seed).update(claims).digest()),
  },
  {
    flaw: 'the MAC leaves out the claims',
    breaks: 'I7',
    rulesOf: signing((key, seed) => createHmac('sha256', key).update(seed).digest()),
  },
  { flaw: 'the MAC is not looked at', breaks: 'I7', rulesOf: always({ isAuthentic: () => true }) },
  ...decisionFlaws,
]

function rememberEverything(grant: Grant, step: Advance): Grant | undefined {
  const moved = applyAdvance(grant, step)
  return (
    moved && { ...moved, resource: [...grant.resource, `generation ${grant.generation} was used`] }
  )
}
