import type { Words } from '../en/en.ts'

export const codes: Words['codes'] = {
  invalid_request: {
    title: 'La requête était incomplète ou mal formée',
    meaning:
      'Un paramètre manquait, était répété ou avait une valeur impossible. L’attribut error_description de la réponse indique lequel.',
  },
  invalid_client: {
    title: 'L’authentification du client a échoué',
    meaning:
      'L’identifiant du client est inconnu, le secret est faux, ou le client a été désactivé. Comparez les deux avec ce qui a été affiché lors de l’enregistrement.',
  },
  invalid_grant: {
    title: 'Le code ou le jeton d’actualisation n’était pas valide',
    meaning:
      'Il est inconnu, expiré, déjà utilisé, révoqué ou a été émis pour un autre client ; ou bien l’URI de redirection ou le vérificateur PKCE n’est pas celui pour lequel il a été émis. L’attribut error_description de la réponse le précise.',
  },
  invalid_scope: {
    title: 'Le scope n’était pas disponible',
    meaning:
      'Il est mal formé, inconnu ou plus large que ce que ce client peut demander ou a obtenu.',
  },
  invalid_target: {
    title: 'L’API n’était pas disponible',
    meaning:
      'Le paramètre resource désigne une API qui est inconnue ici ou qui n’a pas été accordée.',
  },
  unsupported_grant_type: {
    title: 'Ce grant_type n’est pas proposé',
    meaning: 'Les métadonnées du serveur énumèrent ceux qui le sont.',
  },
  unauthorized_client: {
    title: 'Le client n’a pas le droit de faire cela',
    meaning: 'Il n’est pas enregistré pour ce grant_type ou ce response_type.',
  },
  unsupported_response_type: {
    title: 'Ce response_type n’est pas proposé',
    meaning: 'Le seul response_type ici est code.',
  },
  access_denied: {
    title: 'L’accès a été refusé',
    meaning:
      'L’utilisateur a refusé l’accès, ou l’accès n’est pas possible pour ce client ou ce compte.',
  },
  authorization_pending: {
    title: 'Pas encore décidé',
    meaning:
      'L’utilisateur n’a pas encore autorisé ni refusé l’appareil. Celui-ci continue d’interroger le serveur.',
  },
  slow_down: {
    title: 'L’appareil interroge trop souvent',
    meaning:
      'Rien n’est encore décidé. L’appareil attend désormais cinq secondes de plus entre deux demandes.',
  },
  expired_token: {
    title: 'Le code de l’appareil a expiré',
    meaning: 'L’utilisateur n’a pas décidé à temps. L’appareil demande de nouveaux codes.',
  },
  request_not_supported: {
    title: 'Cet objet de demande n’est pas pris en charge',
    meaning:
      'Il n’est pas signé. Signez-le avec une clé enregistrée, ou envoyez les paramètres de la demande d’autorisation un par un.',
  },
  request_uri_not_supported: {
    title: 'Un request_uri n’est pas pris en charge',
    meaning: 'Envoyez les paramètres de la demande d’autorisation un par un, sans request_uri.',
  },
  invalid_request_uri: {
    title: 'Le request_uri n’était pas valide',
    meaning:
      'Il est inconnu, expiré, déjà utilisé ou appartient à un autre client. Transmettez de nouveau la demande (RFC 9126).',
  },
  invalid_redirect_uri: {
    title: 'Une URI de redirection n’a pas été acceptée',
    meaning:
      'Un client a voulu s’enregistrer avec une URI de redirection qui ne peut pas être utilisée ici. L’error_description de la réponse précise la raison.',
  },
  invalid_client_metadata: {
    title: 'Les métadonnées du client n’ont pas été acceptées',
    meaning:
      'Un client a voulu s’enregistrer avec une donnée mal formée, absente ou non proposée ici. L’error_description de la réponse précise laquelle.',
  },
  invalid_authorization_details: {
    title: 'Les authorization_details n’étaient pas valides',
    meaning:
      'Elles sont mal formées, ont un type ou un champ inconnu ici ou non prévu pour ce client, ou n’ont pas été accordées. L’error_description de la réponse précise la raison.',
  },
  invalid_dpop_proof: {
    title: 'La preuve DPoP n’était pas valide',
    meaning:
      'Elle manque, est mal formée, a déjà été utilisée ou a été faite pour une autre requête. L’error_description de la réponse précise la raison (RFC 9449).',
  },
  use_dpop_nonce: {
    title: 'La preuve DPoP nécessite un nonce',
    meaning:
      'La réponse en contenait un dans son en-tête DPoP-Nonce. Envoyez de nouveau la requête, avec une nouvelle preuve qui le contient (RFC 9449).',
  },
  invalid_request_object: {
    title: 'L’objet de demande n’était pas valide',
    meaning:
      'Il n’est pas signé avec une clé enregistrée pour ce client, ou contient une valeur non admise. L’error_description de la réponse précise la raison.',
  },
  login_required: {
    title: 'L’utilisateur doit se connecter',
    meaning:
      'La requête interdisait toute page avec prompt=none, et aucune session n’était ouverte. Renvoyez-la sans prompt=none.',
  },
  interaction_required: {
    title: 'L’utilisateur doit intervenir pour se connecter',
    meaning:
      'La requête interdisait toute page avec prompt=none, mais l’utilisateur doit intervenir pour se connecter. Renvoyez-la sans prompt=none.',
  },
  unmet_authentication_requirements: {
    title: 'La connexion ne peut pas être aussi forte que demandé',
    meaning:
      'Aucune des valeurs d’acr_values n’est proposée ici, ou l’utilisateur ne peut en atteindre aucune. Les métadonnées indiquent celles qui sont possibles.',
  },
  consent_required: {
    title: 'L’utilisateur doit donner son consentement',
    meaning:
      'La requête interdisait toute page avec prompt=none, et un consentement était nécessaire. Renvoyez-la sans prompt=none.',
  },
  invalid_token: {
    title: 'Le jeton d’accès n’était pas valide',
    meaning:
      'Il manque, a expiré, a été révoqué ou n’est pas destiné à l’adresse appelée. Le champ error_description de la réponse précise la cause.',
  },
  insufficient_scope: {
    title: 'Le jeton d’accès n’autorise pas assez',
    meaning:
      'Il lui manque un scope nécessaire à cette adresse. Demandez-le dans la requête d’autorisation.',
  },
  not_found: {
    title: 'Il n’y a rien à cette adresse',
    meaning:
      'La requête a été envoyée à une adresse qui n’est pas un point de terminaison de ce serveur. L’attribut error_description de la réponse donne la bonne ; les métadonnées du serveur les contiennent toutes.',
  },
  server_error: {
    title: 'Un problème est survenu sur le serveur',
    meaning: 'La requête n’est pas en cause. Renvoyez-la dans un instant.',
  },
  temporarily_unavailable: {
    title: 'Le serveur a été indisponible un moment',
    meaning: 'Rien n’est perdu. Renvoyez la même requête.',
  },
}
