/** The logo of a client: a file beside the declared one, or null for none. */

import { logoType, MOST_LOGO_BYTES } from '../clients/logo.ts'
import { setClientLogo } from '../operations/clients.ts'
import type { Client } from '../store/records.ts'
import type { MemberChange, PlanContext, Problem } from './plan.ts'
import { imageBehind } from './referred-to.ts'

export interface LogoChange {
  /** Null removes it. */
  readonly image: Uint8Array | null
  readonly member: MemberChange
}

/** Undefined if it stays. `before` is undefined for a new client. */
export async function logoChange(
  { store, referred }: PlanContext,
  before: Client | undefined,
  reference: unknown,
): Promise<LogoChange | { readonly problem: Problem } | undefined> {
  if (reference === undefined) return undefined
  const there = before === undefined ? undefined : await store.clients.findLogo(before.id)
  const from = there === undefined ? undefined : 'another one'
  if (reference === null) {
    return there && { image: null, member: { name: 'logo', from: 'the one it has' } }
  }
  const image = imageBehind(referred, reference)
  const text =
    image === undefined
      ? 'logo is no reference that leads to an image; give file:PATH'
      : logoType(image) === undefined
        ? 'the logo is neither a PNG nor a JPEG'
        : image.length > MOST_LOGO_BYTES
          ? `the logo is larger than ${MOST_LOGO_BYTES / 1024} KiB`
          : undefined
  if (image === undefined || text !== undefined) {
    return { problem: { at: ['logo'], text: text ?? 'there is no image' } }
  }
  if (there !== undefined && Buffer.compare(there.image, image) === 0) return undefined
  return { image, member: { name: 'logo', from, to: reference } }
}

/** Returns why it could not, as a sentence. */
export async function changeLogo(
  { actor, ...context }: PlanContext,
  clientId: string,
  { image }: LogoChange,
): Promise<string | undefined> {
  const { is } = await setClientLogo(context, actor, { clientId, image })
  return is === 'updated' ? undefined : `Its logo cannot be set (${is}).`
}
