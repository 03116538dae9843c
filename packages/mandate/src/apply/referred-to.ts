/**
 * What a declared file refers to: secrets and images, which are not in it. They are read where the file
 * is, since only there the references lead somewhere. They are compared and stored, and are in no
 * message, plan or log.
 */

/** A secret for something new that has none in the file. */
export interface MadeSecret {
  readonly kind: 'client_secret' | 'webhook_secret'
  /** The `client_id`, the URI of an API without one, or the name of the webhook. */
  readonly id: string
}

export interface ReferredTo {
  /** What is behind each reference to a secret, such as `env:NAME`. */
  readonly secrets: Readonly<Record<string, string>>
  /** The images behind references, in base64. */
  readonly images: Readonly<Record<string, string>>
  /** Secrets that were made for what is new, by `madeName`. */
  readonly made: Readonly<Record<string, string>>
  /** Whether secrets can be made for what is new and has none. */
  readonly canMake: boolean
}

/** Undefined if the reference was not followed. */
export function secretBehind({ secrets }: ReferredTo, reference: unknown): string | undefined {
  return found(secrets, reference)
}

/** Undefined if the reference was not followed. */
export function imageBehind({ images }: ReferredTo, reference: unknown): Uint8Array | undefined {
  const text = found(images, reference)
  return text === undefined ? undefined : Buffer.from(text, 'base64')
}

export function madeSecret({ made }: ReferredTo, what: MadeSecret): string | undefined {
  return found(made, madeName(what))
}

export function madeName({ kind, id }: MadeSecret): string {
  return `${kind} ${id}`
}

/** The names come from a file, so they may be those of an object's own methods. */
function found(all: Readonly<Record<string, string>>, name: unknown): string | undefined {
  return typeof name === 'string' && Object.hasOwn(all, name) ? all[name] : undefined
}

/** A problem at `member`, whose reference was not followed. */
export const notFollowed = (member: string) => ({
  at: [member],
  text: `${member} is no reference that leads to a secret; give env:NAME or file:PATH`,
})
