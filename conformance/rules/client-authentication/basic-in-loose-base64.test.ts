import { expectError } from '../../expect.ts'
import { credentialsOf, postToken } from '../../parties/client.ts'
import { rule } from '../../rule.ts'

rule(
  {
    rule: 'Implementations MUST reject encoded data with characters outside the base alphabet or with bits beyond its end',
    source: 'RFC 4648 §3.3, §3.5',
    scenario: 30,
  },
  async (issuer) => {
    const { id, secret } = credentialsOf(issuer, 'plain')
    const strict = Buffer.from(`${id}:${secret}`).toString('base64')
    const padded = Buffer.from(`${id}:${secret}`.padEnd(100, 'x')).toString('base64')
    for (const loose of [
      strict.endsWith('=') ? strict.replace(/=+$/, '') : `${strict}=`,
      `${strict.slice(0, 4)}!${strict.slice(4)}`,
      `${strict.slice(0, 8)} ${strict.slice(8)}`,
      `${strict}\u00ad`,
      padded.slice(0, -1),
    ]) {
      const answer = await postToken(issuer, 'grant_type=refresh_token&refresh_token=x', [
        ['Authorization', `Basic ${loose}`],
      ])
      expectError(answer, 'invalid_client', `${loose.length} characters`)
    }
  },
)
