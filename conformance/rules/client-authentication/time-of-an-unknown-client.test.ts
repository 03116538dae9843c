import assert from 'node:assert/strict'
import { basic, credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'An unknown client is refused in the same time as a wrong secret',
    source: 'Mandate §2',
  },
  async (issuer) => {
    const { id } = credentialsOf(issuer, 'plain')
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] }
    for (let i = 0; i < 61; i++) {
      for (const [which, name] of [
        ['known', id],
        ['unknown', `client_${i}`],
      ] as const) {
        const headers = [['Authorization', basic({ id: name, secret: 'wrong' })]] as const
        const started = performance.now()
        await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', headers)
        times[which].push(performance.now() - started)
      }
    }
    // Other programs make a request slower, never faster. A slow hash for one of the two would show
    // as tens of milliseconds in each of its requests.
    const difference = Math.abs(Math.min(...times.known) - Math.min(...times.unknown))
    assert.ok(difference < 5, `${difference.toFixed(1)} ms`)
  },
)
