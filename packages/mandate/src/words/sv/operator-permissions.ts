import type { Words } from '../en/en.ts'

export const operatorPermissions: Words['operatorPermissions'] = {
  'users:read': 'Se alla användare',
  'users:help': 'Hjälpa användare: logga ut dem och låsa upp deras konton',
  'users:write': 'Ändra, stänga av och radera vilken användare som helst',
  'clients:read': 'Se alla appar och program',
  'clients:write': 'Registrera, ändra och radera appar och program',
  'resources:read': 'Se alla API:er',
  'resources:write': 'Registrera, ändra och radera API:er',
  'grants:read': 'Se vad varje användare tillåter appar att göra',
  'grants:write': 'Koppla bort appar från vilken användare som helst',
  'keys:read': 'Se läget för serverns nycklar',
  'keys:write': 'Byta ut och pensionera serverns nycklar',
  'settings:read': 'Se serverns inställningar',
  'settings:write': 'Ändra serverns inställningar',
  'audit:read': 'Se vem som har gjort vad på den här servern',
  'audit:write': 'Hantera loggen över vem som har gjort vad',
  'webhooks:read': 'Se vart servern rapporterar händelser',
  'webhooks:write': 'Ändra vart servern rapporterar händelser',
  'errors:read': 'Se varför förfrågningar har nekats',
  'errors:write': 'Försöka igen med det som misslyckats, till exempel mejl',
  'operators:read': 'Se vilka som driver den här servern',
  'operators:write':
    'Bestämma vilka som driver den här servern. Appen kan ge sig själv alla behörigheter.',
}
