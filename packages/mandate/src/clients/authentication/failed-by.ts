import type { Addressee } from '../../explanations/refusal.ts'

/** Addresses a refusal to this party, although its sender did not prove to be it. */
export function failedBy({ id }: { readonly id: string }): { readonly addressee: Addressee } {
  return { addressee: { clientId: id, standing: 'failed' } }
}
