import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`Jusqu’à ${amount}`,
  calls: ({ times }) =>
    inWords.plural(times, {
      one: 'Au plus un appel',
      other: `Au plus ${inWords.number(times)} appels`,
    }),
  until: ({ time }) => phrase`Jusqu’au ${time}`,

  lowerHere: 'Fixer des limites plus basses',
  onlyLower:
    'Ici, une limite peut seulement être abaissée. Un champ laissé tel quel conserve sa limite.',
  amountField: ({ currency }) => phrase`Montant, en ${currency}`,
  callsField: 'Nombre d’appels',
  untilField: 'Jusqu’au, en UTC',
  lower: ({ client }) => phrase`Abaisser ${client}`,

  lowered: ({ client }) =>
    phrase`Les limites de ${client} sont maintenant plus basses, avec effet immédiat.`,
  unchanged: 'Rien n’a changé : chaque limite est restée la même.',
  higher:
    'Une limite peut seulement être abaissée. Pour plus, l’application doit vous le redemander.',
  unreadable: 'Une des limites est inutilisable. Vérifiez votre saisie.',
  past: 'Choisissez une fin qui est encore à venir.',
}
