import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`Bis zu ${amount}`,
  calls: ({ times }) =>
    inWords.plural(times, {
      one: 'Höchstens einmal',
      other: `Höchstens ${inWords.number(times)}-mal`,
    }),
  until: ({ time }) => phrase`Bis ${time}`,

  lowerHere: 'Engere Grenzen setzen',
  onlyLower: 'Hier lässt sich eine Grenze nur senken. Ein unverändertes Feld behält seine Grenze.',
  amountField: ({ currency }) => phrase`Betrag, in ${currency}`,
  callsField: 'Wie oft',
  untilField: 'Bis, in UTC',
  lower: ({ client }) => phrase`Grenzen senken ${client}`,

  lowered: ({ client }) =>
    phrase`Für ${client} gelten jetzt niedrigere Grenzen. Das gilt ab sofort.`,
  unchanged: 'Es wurde nichts geändert: Jede Grenze ist, wie sie war.',
  higher: 'Eine Grenze lässt sich nur senken. Für mehr muss die App Sie noch einmal fragen.',
  unreadable: 'Ein Betrag, eine Anzahl oder ein Zeitpunkt ist ungültig. Prüfen Sie Ihre Eingabe.',
  past: 'Wählen Sie einen Zeitpunkt in der Zukunft.',
}
