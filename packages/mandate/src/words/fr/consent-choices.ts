import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const consentChoices: Words['consentChoices'] = {
  publishedBy: ({ publisher }) => phrase`Publiée par ${publisher}`,
  registeredItself:
    'Cette application s’est enregistrée elle-même. Personne ici n’a vérifié son nom ni qui l’a créée.',
  fromDocument: ({ domain }) =>
    phrase`Sa description provient de ${domain}. Personne ici n’a vérifié son nom ni qui l’a créée.`,
  namedLikeThisSite:
    'Attention : cette application porte le nom de ce site, ou un nom qui lui ressemble, mais n’en fait pas partie.',
  namedLikeAnother: ({ name }) =>
    phrase`Attention : ce n’est pas ${name}, qui est enregistrée ici. Le nom est identique ou lui ressemble.`,
  mixedAlphabets:
    'Attention : le nom de cette application mélange des lettres de plusieurs alphabets et peut ressembler à un autre nom.',
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
