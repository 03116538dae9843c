import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Publiée par ${publisher}`,
  registeredItself:
    'Cette application s’est enregistrée elle-même. Personne ici n’a vérifié son nom ni qui l’a créée.',
  fromDocument: ({ domain }) =>
    phrase`Sa description provient de ${domain}. Personne ici n’a vérifié son nom ni qui l’a créée.`,
  newHere: 'Personne ne l’a encore utilisée ici',
  usedSince: ({ day }) => phrase`Utilisée ici depuis le ${day}`,
  website: 'Site web',
  policy: 'Confidentialité',
  terms: 'Conditions',
  isNew: 'Nouveau',
  agreedBefore: 'Vous l’avez déjà accepté',
  onlyIfTicked: 'Ce qui a une case n’est autorisé que si vous la cochez.',
  nothingTicked: 'Cochez au moins une autorisation, ou choisissez « Refuser ».',
}
