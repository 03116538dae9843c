import type { Words } from '../en/en.ts'

export const operatorPermissions: Words['operatorPermissions'] = {
  'users:read': 'Alle Benutzer sehen',
  'users:help': 'Benutzern helfen: sie abmelden und ihre Konten entsperren',
  'users:write': 'Jeden Benutzer ändern, sperren und löschen',
  'clients:read': 'Alle Apps und Programme sehen',
  'clients:write': 'Apps und Programme registrieren, ändern und löschen',
  'resources:read': 'Alle APIs sehen',
  'resources:write': 'APIs registrieren, ändern und löschen',
  'grants:read': 'Sehen, was jeder Benutzer Apps erlaubt',
  'grants:write': 'Apps jedes Benutzers trennen',
  'keys:read': 'Den Zustand der Schlüssel des Servers sehen',
  'keys:write': 'Die Schlüssel des Servers wechseln und außer Dienst stellen',
  'settings:read': 'Die Einstellungen des Servers sehen',
  'settings:write': 'Die Einstellungen des Servers ändern',
  'audit:read': 'Sehen, wer auf diesem Server was getan hat',
  'audit:write': 'Das Protokoll darüber verwalten, wer was getan hat',
  'webhooks:read': 'Sehen, wohin der Server Ereignisse meldet',
  'webhooks:write': 'Ändern, wohin der Server Ereignisse meldet',
  'errors:read': 'Sehen, warum Anfragen abgelehnt wurden',
  'errors:write': 'Gescheiterte Aufgaben wie E-Mails erneut versuchen',
  'operators:read': 'Sehen, wer diesen Server betreibt',
  'operators:write':
    'Bestimmen, wer diesen Server betreibt. Die App kann sich selbst jede Berechtigung geben.',
}
