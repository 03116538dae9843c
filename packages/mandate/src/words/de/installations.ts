import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const installations: Words['installations'] = {
  since: ({ day }) => phrase`Verbunden seit ${day}`,
  sinceFrom: ({ day, place }) => phrase`Verbunden seit ${day}, von ${place}`,
  lastUsed: ({ ago }) => phrase`Zuletzt verwendet ${ago}`,
  neverUsed: 'Noch nicht verwendet',
  unknownPlace: 'Unbekannter Browser',
  more: ({ times }) =>
    inWords.plural(times, {
      one: 'Eine weitere Verbindung dieser App ist nicht aufgeführt. Wenn Sie die App trennen, endet auch sie.',
      other: `${inWords.number(times)} weitere Verbindungen dieser App sind nicht aufgeführt. Wenn Sie die App trennen, enden auch sie.`,
    }),
  disconnectEverywhere: ({ client }) => phrase`Überall trennen ${client}`,
  disconnectOne: ({ place }) => phrase`Trennen ${place}`,
  disconnected: ({ client }) =>
    phrase`Diese Verbindung von ${client} ist beendet. Die anderen Verbindungen bleiben bestehen.`,

  delegates: ({ client }) => phrase`Über ${client} handeln diese Programme für Sie:`,
  delegateThrough: ({ delegate, by }) => phrase`${delegate}, über ${by}`,
  delegateSince: ({ day }) => phrase`Seit ${day}`,
  endDelegate: ({ delegate }) => phrase`Zugriff beenden ${delegate}`,
  delegateEnded: ({ delegate }) =>
    phrase`${delegate} kann über diese App nicht mehr für Sie handeln.`,
  delegateStays: 'Die App, die ihren Zugriff weitergegeben hat, bleibt verbunden.',

  takeBack: ({ permission }) => phrase`Entziehen ${permission}`,
  takeBackTitle: ({ client }) => phrase`${client} die Berechtigung entziehen?`,
  noLongerCan: ({ client, permission }) => phrase`${client} darf dies nicht mehr: ${permission}`,
  stillCan: ({ permissions }) => phrase`Es bleibt: ${inWords.list(permissions)}`,
  mayAskAgain:
    'Teile der App funktionieren dann vielleicht nicht mehr. Braucht sie die Berechtigung, muss sie Sie wieder fragen.',
  takeBackButton: 'Entziehen',
  takenBack: ({ client, permission }) => phrase`${client} darf dies nicht mehr: ${permission}`,
  atOnce: ({ client }) =>
    phrase`Das gilt sofort. ${client} bleibt mit den übrigen Berechtigungen verbunden.`,
  lastPermission:
    'Das ist die einzige Berechtigung dieser Verbindung. Um sie zu entziehen, trennen Sie die App.',

  disconnectAll: 'Alle Apps trennen',
  disconnectAllTitle: 'Alle Apps trennen?',
  allEnd: 'Keine App darf mehr in Ihrem Namen handeln, auf keinem Ihrer Geräte. Das gilt sofort.',
  accountStays: 'Ihr Konto und das, was Sie bei uns gespeichert haben, bleiben unverändert.',
  mustAsk: 'Jede App muss Sie wieder fragen, bevor sie sich verbinden kann.',
  allDisconnected: 'Alle Apps sind getrennt.',
  noneActs: 'Um eine App wieder zu verwenden, verbinden Sie sie von der App aus.',

  keptOut: 'Von Ihnen getrennt',
  keptOutBy: ({ issuer, client }) => phrase`${issuer} kann ${client} nicht mehr für Sie verbinden.`,
  allowAgain: ({ client }) => phrase`${client} wieder erlauben`,
  allowedAgain: ({ issuer, client }) => phrase`${issuer} kann ${client} wieder für Sie verbinden.`,
}
