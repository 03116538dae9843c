import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const logOut: Words['logOut'] = {
  asked: ({ client }) => phrase`${client} demande à fermer votre session.`,
  about:
    'Les applications ouvertes avec cette session peuvent vous déconnecter aussi. Les autres restent associées.',
  stay: 'Garder la session ouverte',
  doneTitle: 'Votre session est fermée',
  telling:
    'Les applications ouvertes avec cette session en sont informées. Vous pouvez fermer cette page.',
  goOn: 'Continuer',
  frame: 'Vous déconnecte d’une application',
}
