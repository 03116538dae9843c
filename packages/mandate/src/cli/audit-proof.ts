/**
 * Proofs of the audit chain: `mandate audit export --format proof` writes one, `mandate audit verify
 * --file` checks it on any machine, with the server's public keys or a head that was noted elsewhere.
 */

import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { proofLine } from '../audit/proof/format.ts'
import { ProofUnreadable, type VerifiedProof, verifyProof } from '../audit/proof/verify.ts'
import { KeptLess, proofLines } from '../audit/proof/write.ts'
import { type Head, headText } from '../audit/seal.ts'
import { publicKeys, readJwt } from '../jwt/read.ts'
import { JwtRefused } from '../jwt/refused.ts'
import {
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  UsageRefused,
} from './command.ts'
import { withData } from './data-directory.ts'

/** Of statements, so that no other JWT of the server is taken for one (RFC 8725 §3.11). */
const TYPE = 'audit-statement+jwt'

export function exportProof(context: CommandContext, options: CommandOptions): Promise<void> {
  return withData(context, options, async ({ store, settings, signing, clock }) => {
    const { issuer } = settings
    const [alg] = signing.algorithms
    let end = ''
    const sign = (head: Head) => {
      end = headText(head)
      if (alg === undefined) return null
      const claims = { iss: issuer, iat: clock.now(), audit_head: end }
      return signing.sign(claims, { alg, typ: TYPE })
    }
    try {
      await context.terminal.stream(texts(proofLines(store.audit, { issuer, sign })))
    } catch (error) {
      if (!(error instanceof KeptLess)) throw error
      throw new CommandRefused(
        'Older events were removed while they were read, as audit_days says. Export again.',
      )
    }
    context.terminal.warn(
      alg === undefined
        ? `No key of this server signs yet, so the file has no statement. Note the end of the chain elsewhere:\n  mandate audit verify --file PROOF --head ${end}`
        : `Anybody can check the file with the public keys at ${issuer}/oauth2/jwks:\n  mandate audit verify --file PROOF --key JWKS`,
    )
  })
}

async function* texts(lines: ReturnType<typeof proofLines>): AsyncGenerator<string> {
  for await (const line of lines) yield proofLine(line)
}

export interface ProofOptions extends CommandOptions {
  readonly file: string
  /** The file with the public keys (RFC 7517 §5). */
  readonly key?: string
}

/** Whether the chain in the file is whole, and who says that it ends there. */
export async function verifyFile(
  options: ProofOptions,
  { expected, now }: { readonly expected: Head | undefined; readonly now: number },
): Promise<VerifiedProof> {
  const { file, key } = options
  if (key === undefined && expected === undefined) {
    throw new UsageRefused(
      'Give --key with the public keys of the server (its /oauth2/jwks, saved), or --head as you noted it: the file alone could have been made by anybody',
    )
  }
  try {
    const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
    const proof = await verifyProof(lines, { expected })
    if (key !== undefined) await verifyStatement(proof, key, now)
    return proof
  } catch (error) {
    if (error instanceof ProofUnreadable) throw new CommandRefused(error.message)
    if (error instanceof Error && 'code' in error && 'path' in error) {
      throw new CommandRefused(`The file ${file} cannot be read: ${String(error.code)}`)
    }
    throw error
  }
}

/** Rejects with `CommandRefused` unless one of the keys signed that the chain ends there. */
async function verifyStatement(
  { statement, issuer, head }: VerifiedProof,
  file: string,
  now: number,
): Promise<void> {
  if (statement === null) {
    throw new CommandRefused(
      'The file has no statement: it was cut off, or no key of the server signed it. Give --head instead.',
    )
  }
  const set = await publicKeys(readKeys(file))
  try {
    const { claims } = await readJwt(statement, {
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      keys: { are: 'public', set },
      ...{ typ: TYPE, issuer, requiredClaims: ['iat', 'audit_head'], now },
    })
    if (claims['audit_head'] === head) return
  } catch (error) {
    if (!(error instanceof JwtRefused)) throw error
    throw new CommandRefused(
      `The statement was not signed with one of these keys for ${issuer} (${error.problem}).`,
    )
  }
  throw new CommandRefused(
    `The signed statement is about another end of the chain than that of the file, ${head}.`,
  )
}

function readKeys(file: string): Parameters<typeof publicKeys>[0] {
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8'))
    if (Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)) {
      return { keys }
    }
  } catch {
    // The sentence below says what would be right.
  }
  throw new UsageRefused(
    `--key is "${file}"; give a file with a JSON Web Key Set, as from /oauth2/jwks`,
  )
}
