import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const account: Words['account'] = {
  title: 'Ihr Konto',
  signedInAs: 'Angemeldet als',
  signOut: 'Abmelden',
  apps: 'Verbundene Apps',
  actForYou:
    'Diese Apps dürfen in Ihrem Namen handeln. Wenn Sie eine App trennen, gilt das sofort.',
  noApps: 'Keine verbundenen Apps',
  howToConnect: ({ brand }) =>
    `Um eine App zu verbinden, beginnen Sie in der App: Wählen Sie dort „Verbinden“ oder „Mit ${brand} anmelden“. Sobald Sie hier zugestimmt haben, erscheint sie auf dieser Seite.`,
  itCan: 'Die App darf',
  disconnectApp: ({ client }) => phrase`Trennen ${client}`,
  approvedEarlier: ({ day }) =>
    phrase`Genehmigt am ${day}, zurzeit nicht verbunden. Die App kann sich ohne Rückfrage wieder verbinden.`,
  connected: ({ times }) => `${often(times)} verbunden`,
  connectedAtLeast: ({ times }) => `Mindestens ${often(times)} verbunden`,
  latest:
    'Dieses Konto hat sehr viele Verbindungen. Diese Seite zeigt die neuesten; früher verbundene Apps können hier fehlen.',
  earlier:
    'Diese Seite zeigt frühere Verbindungen Ihres Kontos. Eine App kann auf mehreren Seiten stehen; wenn Sie sie trennen, enden alle ihre Verbindungen.',
  showEarlier: 'Frühere Verbindungen anzeigen',
  showLatest: 'Neueste Verbindungen anzeigen',
  disconnected: ({ client }) => phrase`${client} ist getrennt.`,
  noLongerActs: ({ client }) =>
    phrase`Die App darf nicht mehr in Ihrem Namen handeln. Um sie wieder zu verwenden, verbinden Sie sie in ${client}.`,
  notConnected: 'Diese App ist nicht mehr verbunden. Es wurde nichts geändert.',
  otherAccount: 'Sie sind jetzt mit einem anderen Konto angemeldet. Es wurde nichts geändert.',
  pageTooOld:
    'Diese Seite war zu lange geöffnet, daher wurde nichts geändert. Versuchen Sie es noch einmal.',
  noAddress: 'ein Konto ohne E-Mail-Adresse',
}

function often(times: number): string {
  return `${inWords.number(times)}-mal`
}
