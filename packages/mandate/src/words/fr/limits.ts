import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`Jusqu’à ${amount}`,
  calls: ({ times }) => `Au plus ${inWords.number(times)} fois`,
  until: ({ time }) => phrase`Jusqu’au ${time}`,

  lowerHere: 'Fixer des limites plus basses',
  onlyLower:
    'Ici, une limite peut seulement être abaissée. Un champ laissé tel quel conserve sa limite.',
  amountField: ({ currency }) => phrase`Montant, en ${currency}`,
  callsField: 'Nombre de fois',
  untilField: 'Jusqu’au, en UTC',
  lower: ({ client }) => phrase`Abaisser les limites ${client}`,

  lowered: ({ client }) =>
    phrase`Les limites de ${client} sont maintenant plus basses, avec effet immédiat.`,
  unchanged: 'Rien n’a changé : chaque limite est restée la même.',
  higher:
    'Une limite peut seulement être abaissée. Pour plus, l’application doit vous le redemander.',
  unreadable: 'Un montant, un nombre ou un moment n’est pas valable. Vérifiez votre saisie.',
  past: 'Choisissez un moment à venir.',
}
