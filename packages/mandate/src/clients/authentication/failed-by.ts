import type { Addressee } from '../../explanations/refusal.ts'

/** Attributes a refusal to this party, although the sender did not prove to be it. */
export function failedBy({ id }: { readonly id: string }): { readonly addressee: Addressee } {
  return { addressee: { clientId: id, standing: 'failed' } }
}
