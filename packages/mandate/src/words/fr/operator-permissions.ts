import type { Words } from '../en/en.ts'

export const operatorPermissions: Words['operatorPermissions'] = {
  'users:read': 'Voir tous les utilisateurs',
  'users:help': 'Aider les utilisateurs : fermer leurs sessions et débloquer leurs comptes',
  'users:write': 'Modifier, désactiver et supprimer n’importe quel utilisateur',
  'clients:read': 'Voir toutes les applications et tous les programmes',
  'clients:write': 'Enregistrer, modifier et supprimer des applications et des programmes',
  'resources:read': 'Voir toutes les API',
  'resources:write': 'Enregistrer, modifier et supprimer des API',
  'grants:read': 'Voir ce que chaque utilisateur autorise aux applications',
  'grants:write': 'Dissocier les applications de n’importe quel utilisateur',
  'keys:read': 'Voir l’état des clés du serveur',
  'keys:write': 'Renouveler et retirer les clés du serveur',
  'settings:read': 'Voir les réglages du serveur',
  'settings:write': 'Modifier les réglages du serveur',
  'audit:read': 'Voir qui a fait quoi sur ce serveur',
  'audit:write': 'Gérer le journal de qui a fait quoi',
  'webhooks:read': 'Voir où le serveur signale les événements',
  'webhooks:write': 'Modifier où le serveur signale les événements',
  'errors:read': 'Voir pourquoi des demandes ont été refusées',
  'errors:write': 'Relancer les tâches échouées, comme des e-mails',
  'operators:read': 'Voir qui administre ce serveur',
  'operators:write':
    'Décider qui administre ce serveur. L’application peut s’attribuer toutes les autorisations.',
}
